package dl.run.builtin;

import static dl.run.builtin.Declare.effect;
import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.ValueFunctions.text;

import dl.run.value.DlList;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reading and writing of files.
final class FileFunctions {
    static final List<NativeFunction> ALL = List.of(
            effect("read_text(path)", "The whole of a UTF-8 text file; `.gz` files are decompressed.", List.of(),
                    call -> decode(path(call), bytes(call, path(call)))),
            pure("script_directory()", "The folder of the script that runs, \".\" where there is none: files beside a script are found from anywhere.",
                    List.of(), call -> call.machine().interpreter.scriptDirectory()),
            effect("write_text(path, text)", "Writes a string to a file as UTF-8, replacing what it held.", List.of(), 
                    call -> write(call, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)),
            effect("append_text(path, text)", "Writes a string at the end of a file, which is made when there is none.", List.of(),
                    call -> write(call, StandardOpenOption.CREATE, StandardOpenOption.APPEND)),
            effect("file_exists(path)", "Whether there is a file or folder of this name.", List.of(example("file_exists(\"no/such/file\")", "false")),
                    call -> Files.exists(resolve(call, path(call)))),
            effect("list_files(folder)", "The names of the files and folders in a folder, in order.", List.of(), FileFunctions::listFiles),
            effect("make_folder(path)", "Makes a folder, and those above it that are missing; one that is there stays as it is.", List.of(), FileFunctions::makeFolder),
            effect("delete_file(path)", "Deletes a file, or an empty folder.", List.of(), FileFunctions::deleteFile),
            effect("read_csv(path; header = false, separator = \",\", skip = 0)",
                    "Reads a table of numbers; `.gz` files are decompressed. Without `header` the result is a tensor [rows, columns], i64 when every"
                            + " cell is an int and of the default float type otherwise. With `header = true` it is a record with one entry per"
                            + " column: a tensor, or a list of strings when the first cell of the column that is not empty is no number. `skip` lines"
                            + " at the top are passed over. Empty cells of number columns are nan; `nan` and `inf` are numbers too.",
                    List.of(), Csv::read));

    private FileFunctions() {}

    static String path(NativeFunction.Call call) {
        return text(call, 0);
    }

    static Path resolve(NativeFunction.Call call, String name) {
        try {
            return call.machine().interpreter.host().directory().resolve(name);
        } catch (InvalidPathException invalid) {
            throw error("io/path", "\"" + name + "\" is not a path: " + invalid.getReason());
        }
    }

    static String decode(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw error("io/encoding", name + " is not UTF-8 text").label(0, "").hint("is it a binary file, or a text in another encoding? Tensors and records are read with load(path)");
        }
    }

    /// The bytes of a file, decompressed when its name ends in `.gz`.
    static byte[] bytes(NativeFunction.Call call, String name) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(resolve(call, name)));
                InputStream plain = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        } catch (NoSuchFileException missing) {
            throw missing(resolve(call, name), name);
        } catch (AccessDeniedException denied) {
            throw error("io/unreadable", name + " may not be read").label(0, "").hint("check the file's permissions");
        } catch (ZipException malformed) {
            throw error("io/gzip", name + " is not a gzip file").label(0, "").hint("a name that ends in .gz is decompressed");
        } catch (EOFException cut) {
            throw error("io/gzip", name + " ends in the middle of its compressed data").label(0, "").hint("is it a download that was cut off?");
        } catch (IOException unreadable) {
            throw error("io/unreadable", name + " cannot be read: " + (Files.isDirectory(resolve(call, name)) ? "it is a folder" : unreadable.getMessage()))
                    .label(0, "")
                    .hint(Files.isDirectory(resolve(call, name)) ? "list_files(path) gives the names of the files in it" : "is it the right file?");
        }
    }

    static OpError missing(Path file, String name) {
        return error("io/not-found", "there is no file " + name).label(0, "not found")
                .hint("paths are read relative to the folder that dl was started in" + nearby(file));
    }

    private static String nearby(Path file) {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return folder == null ? "" : "; there is no folder " + folder.getFileName() + " either";
        }
        try (var entries = Files.list(folder)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString()).toList();
            return dl.source.Suggest.closest(file.getFileName().toString(), names).map(close -> "; did you mean " + close + "?").orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Object write(NativeFunction.Call call, OpenOption... options) {
        String name = path(call);
        String text = text(call, 1);
        return changing(name, () -> {
            Files.writeString(resolve(call, name), text, options);
            return Nil.NIL;
        });
    }

    /// A change of the file system.
    interface Change {
        Object run() throws IOException;
    }

    /// Runs a change; what goes wrong is told by the name that the script gave.
    static Object changing(String name, Change change) {
        try {
            return change.run();
        } catch (NoSuchFileException missing) {
            throw error("io/not-found", "there is no file or folder " + name + ", or no folder to hold it").label(0, "")
                    .hint("to write a file its folder must be there: make_folder(path) makes it");
        } catch (DirectoryNotEmptyException full) {
            throw error("io/unwritable", "the folder " + name + " is not empty").label(0, "").hint("delete what is in it first: list_files(path)");
        } catch (AccessDeniedException denied) {
            throw error("io/unwritable", name + " may not be written").label(0, "").hint("check the permissions of the file and its folder");
        } catch (IOException failed) {
            boolean folder = failed.getMessage() != null && failed.getMessage().contains("directory");
            throw error("io/unwritable", name + " cannot be written: " + (folder ? "it is a folder" : failed.getMessage())).label(0, "");
        }
    }

    private static Object listFiles(NativeFunction.Call call) {
        String name = path(call);
        Path folder = resolve(call, name);
        if (!Files.isDirectory(folder)) {
            throw error("io/not-found", Files.exists(folder) ? name + " is a file, not a folder" : "there is no folder " + name).label(0, "");
        }
        return changing(name, () -> {
            try (var entries = Files.list(folder)) {
                return DlList.of(entries.map(entry -> entry.getFileName().toString()).sorted().toList());
            }
        });
    }

    private static Object makeFolder(NativeFunction.Call call) {
        String name = path(call);
        return changing(name, () -> {
            Files.createDirectories(resolve(call, name));
            return Nil.NIL;
        });
    }

    private static Object deleteFile(NativeFunction.Call call) {
        String name = path(call);
        return changing(name, () -> {
            Files.delete(resolve(call, name));
            return Nil.NIL;
        });
    }

    static OpError error(String code, String message) {
        return new OpError(code, ErrorKind.IO, message);
    }
}
