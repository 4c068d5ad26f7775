package dl.run.builtin;

import static dl.run.builtin.FileFunctions.error;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import dl.run.Interpreter;
import dl.run.Machine;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.ElementType;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Trees in files: a zip archive with one `.npy` entry for each tensor, named after its place in the tree, and an entry
/// `tree.json` for everything else. NumPy reads the tensors with `np.load`. Reading runs no code and trusts nothing.
///
/// In `tree.json` nil, bools, strings, ints (without a point) and floats stand as in JSON, a list as an array, and the rest
/// as an object with one key: `tensor` (its entry), `record`, `tuple`, `range`, `dtype`, `float` (nan, inf, -inf).
final class Archive {
    private static final String TREE = "tree.json";
    private static final int DEEPEST = 500;
    private static final int LARGEST_TREE = 1 << 28;
    /// Zip keeps a time for each entry; a fixed one gives equal trees equal files.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Interpreter interpreter;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private Archive(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    // ---- writing

    /// Writes a tree without layers. The file is complete or, when something goes wrong, as it was.
    static void save(Interpreter interpreter, Path file, String name, Object tree) {
        Archive archive = new Archive(interpreter);
        boolean single = name.endsWith(".npy");
        if (single && !Machine.isOperand(tree)) {
            throw OpError.type("type/argument", "a .npy file holds one tensor, this is " + interpreter.describe(tree)).label(1, "")
                    .hint("another name, such as model.npz, takes trees");
        }
        byte[] array = single ? Npy.write(Machine.operand(tree).plain()) : new byte[0];
        JsonObject root = new JsonObject();
        if (!single) {
            root.addProperty("format", "dl-tree");
            root.addProperty("version", 1);
            root.add("tree", archive.encode(tree, "", 0));
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        FileFunctions.changing(name, () -> {
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    if (single) {
                        out.write(array);
                    } else {
                        archive.zip(out, root);
                    }
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return Nil.NIL;
        });
    }

    private void zip(OutputStream out, JsonObject root) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            // numbers hardly shrink, and writing them as they are is ten times faster
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, TREE, root.toString().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
                entry(zip, each.getKey() + ".npy", Npy.write(each.getValue()));
            }
        }
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private JsonElement encode(Object value, String path, int depth) {
        if (depth > DEEPEST) {
            throw OpError.value("value/not-saveable", "the tree is nested more than " + DEEPEST + " deep at " + path.substring(0, 40) + "...").label(1, "");
        }
        return switch (value) {
            case Nil _ -> JsonNull.INSTANCE;
            case Boolean truth -> new JsonPrimitive(truth);
            case Long number -> new JsonPrimitive(number);
            case Double number -> Double.isFinite(number) ? new JsonPrimitive(number) : tagged("float", new JsonPrimitive(dl.run.Display.number(number)));
            case String text -> new JsonPrimitive(text);
            case Operand operand -> tagged("tensor", new JsonPrimitive(entry(operand.plain(), path)));
            case DlRange range -> {
                JsonArray ends = new JsonArray();
                ends.add(range.from());
                ends.add(range.to());
                yield tagged("range", ends);
            }
            case Sequence elements -> {
                JsonArray array = new JsonArray();
                for (int i = 0; i < elements.size(); i++) {
                    array.add(encode(elements.get(i), join(path, Integer.toString(i)), depth + 1));
                }
                yield elements instanceof DlTuple ? tagged("tuple", array) : array;
            }
            case DlRecord fields -> {
                JsonObject object = new JsonObject();
                for (int i = 0; i < fields.size(); i++) {
                    object.add(fields.key(i), encode(fields.value(i), join(path, fields.key(i)), depth + 1));
                }
                yield tagged("record", object);
            }
            case ElementType type -> tagged("dtype", new JsonPrimitive(type.dtype().text()));
            default -> throw OpError.type("value/not-saveable", interpreter.describe(value) + (path.isEmpty() ? "" : " at " + path) + " cannot be saved").label(1, "")
                    .hint("files hold tensors, numbers, strings, bools, nil, and lists, tuples and records of them; of layers the params and states");
        };
    }

    private static String join(String path, String step) {
        return path.isEmpty() ? step : path + "." + step;
    }

    private static JsonObject tagged(String tag, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(tag, value);
        return object;
    }

    /// The entry for a tensor: its path, with nothing in it that a file system could take for more than a name.
    private String entry(Tensor tensor, String path) {
        String plain = path.isEmpty() ? "tensor" : path.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_").replaceAll("^\\.+", "_");
        String name = plain;
        for (int i = 2; tensors.containsKey(name); i++) {
            name = plain + "~" + i;
        }
        tensors.put(name, tensor);
        return name;
    }

    // ---- reading

    /// Reads what [#save] wrote, or NumPy's `.npy` and `.npz`.
    static Object load(Interpreter interpreter, Path file, String name) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(6);
        } catch (NoSuchFileException missing) {
            throw FileFunctions.missing(file, name);
        } catch (IOException unreadable) {
            throw error("io/unreadable", name + (Files.isDirectory(file) ? " is a folder" : " cannot be read: " + unreadable.getMessage())).label(0, "");
        }
        try {
            if (Npy.begins(start)) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    return Npy.read(in);
                }
            }
            if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    return new Archive(interpreter).read(zip);
                }
            }
        } catch (IOException | JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException | ClassCastException malformed) {
            throw damaged(name, malformed);
        }
        throw error("io/format", name + " is no file that load can read").label(0, "")
                .hint("load reads what save wrote, and NumPy's .npy and .npz; read_csv and read_text read text");
    }

    private static OpError damaged(String name, Exception why) {
        String what = why instanceof Npy.Malformed ? why.getMessage() : why instanceof JsonParseException || why instanceof IOException
                ? "it is damaged or was cut short" : "its " + TREE + " has not the form that save writes";
        return error("io/format", name + " cannot be read: " + what).label(0, "").hint("save the tree again; a file is replaced only when it is complete");
    }

    private Object read(ZipFile zip) throws IOException {
        ZipEntry tree = zip.getEntry(TREE);
        return tree == null ? arrays(zip) : decode(root(zip, tree), zip, 0);
    }

    private static JsonElement root(ZipFile zip, ZipEntry tree) throws IOException {
        byte[] text;
        try (InputStream in = zip.getInputStream(tree)) {
            text = in.readNBytes(LARGEST_TREE);
        }
        JsonReader reader = new JsonReader(new StringReader(new String(text, StandardCharsets.UTF_8)));
        reader.setNestingLimit(2 * DEEPEST + 10);
        JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
        if (!root.has("tree") || !root.has("version")) {
            throw new IllegalStateException("no tree");
        }
        if (root.get("version").getAsInt() != 1) {
            throw new Npy.Malformed("it was written by a newer dl");
        }
        return root.get("tree");
    }

    /// An archive of NumPy: a record of its arrays.
    private static Object arrays(ZipFile zip) throws IOException {
        Map<String, Object> arrays = new LinkedHashMap<>();
        for (ZipEntry entry : zip.stream().toList()) {
            if (entry.getName().endsWith(".npy")) {
                arrays.put(entry.getName().substring(0, entry.getName().length() - 4), array(zip, entry));
            }
        }
        if (arrays.isEmpty()) {
            throw new Npy.Malformed("it is a zip archive without arrays");
        }
        return DlRecord.of(arrays);
    }

    private static Tensor array(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            return Npy.read(in);
        }
    }

    private Object decode(JsonElement json, ZipFile zip, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalStateException("too deep");
        }
        return switch (json) {
            case JsonNull _ -> Nil.NIL;
            case JsonPrimitive primitive when primitive.isBoolean() -> primitive.getAsBoolean();
            case JsonPrimitive primitive when primitive.isString() -> primitive.getAsString();
            case JsonPrimitive number -> {
                String text = number.getAsString();
                boolean whole = text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
                yield whole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
            }
            case JsonArray array -> new DlList(elements(array, zip, depth));
            case JsonObject object when object.size() == 1 -> tagged(object.keySet().iterator().next(), object.asMap().values().iterator().next(), zip, depth);
            default -> throw new IllegalStateException("unknown form");
        };
    }

    private Object[] elements(JsonArray array, ZipFile zip, int depth) throws IOException {
        Object[] elements = new Object[array.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = decode(array.get(i), zip, depth + 1);
        }
        return elements;
    }

    private Object tagged(String tag, JsonElement value, ZipFile zip, int depth) throws IOException {
        return switch (tag) {
            case "tensor" -> {
                ZipEntry entry = zip.getEntry(value.getAsString() + ".npy");
                if (entry == null) {
                    throw new Npy.Malformed("its tensor " + value.getAsString() + " is missing");
                }
                yield array(zip, entry);
            }
            case "tuple" -> new DlTuple(elements(value.getAsJsonArray(), zip, depth));
            case "record" -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (Map.Entry<String, JsonElement> field : value.getAsJsonObject().entrySet()) {
                    fields.put(field.getKey(), decode(field.getValue(), zip, depth + 1));
                }
                yield DlRecord.of(fields);
            }
            case "range" -> new DlRange(value.getAsJsonArray().get(0).getAsLong(), value.getAsJsonArray().get(1).getAsLong());
            case "float" -> switch (value.getAsString()) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> throw new IllegalStateException("no float");
            };
            case "dtype" -> {
                for (DType type : DType.values()) {
                    if (type.text().equals(value.getAsString())) {
                        yield new ElementType(type);
                    }
                }
                throw new IllegalStateException("no element type");
            }
            default -> throw new IllegalStateException("unknown tag " + tag);
        };
    }
}
