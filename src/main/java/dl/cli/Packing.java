package dl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// What the launcher does with a new `target/dl.jar`, once, so that every start is quicker.
///
/// Switches over patterns become plain code, see [PlainSwitches]. The standard library is copied to a small jar, which stands
/// first on the class path: classes come from the JVM's cache, so that most runs read nothing but the library, and to open a
/// jar the JDK goes through the names of all its entries, which takes 12 ms for the 2000 of the whole. Nothing is compressed.
final class Packing {
    private static final String LIBRARY = "dl/stdlib/";

    private Packing() {}

    /// @param files the jar to read, the one to write instead of it, and the one to write for the library alone
    public static void main(String[] files) throws IOException {
        pack(Path.of(files[0]), Path.of(files[1]), Path.of(files[2]));
    }

    static void pack(Path from, Path to, Path library) throws IOException {
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream toAll = stored(Files.newOutputStream(to));
                ZipOutputStream toLibrary = stored(Files.newOutputStream(library))) {
            PlainSwitches switches = new PlainSwitches(ClassHierarchyResolver.ofResourceParsing(Packing.class.getClassLoader()).cached());
            for (ZipEntry entry : Collections.list(in.entries())) {
                String name = entry.getName();
                try (InputStream content = in.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    boolean own = name.startsWith("dl/") && name.endsWith(".class");
                    write(entry, own ? switches.rewrite(bytes) : bytes, toAll);
                    if (name.startsWith(LIBRARY)) {
                        write(entry, bytes, toLibrary);
                    }
                }
            }
        }
    }

    private static ZipOutputStream stored(OutputStream file) {
        ZipOutputStream jar = new ZipOutputStream(file);
        jar.setMethod(ZipOutputStream.STORED);
        return jar;
    }

    private static void write(ZipEntry entry, byte[] bytes, ZipOutputStream jar) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        copy.setSize(bytes.length);
        copy.setCrc(sum.getValue());
        jar.putNextEntry(copy);
        jar.write(bytes);
    }
}
