package dl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {
    private static final LocalDateTime WHEN = LocalDateTime.of(2024, 2, 29, 12, 30, 2);

    @TempDir
    private Path folder;

    @BeforeEach
    void pack() throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(folder.resolve("in.jar")))) {
            for (String name : new String[] {"META-INF/MANIFEST.MF", "dl/", "dl/stdlib/nn.dl", "dl/errors/a.md"}) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(WHEN);
                jar.putNextEntry(entry);
                jar.write(name.endsWith("/") ? new byte[0] : name.getBytes(StandardCharsets.UTF_8));
            }
        }
        pack("a");
    }

    private void pack(String name) throws IOException {
        Packing.pack(folder.resolve("in.jar"), folder.resolve(name + ".jar"), folder.resolve(name + "-library.jar"));
    }

    @Test
    void the_jar_keeps_what_it_had() throws IOException {
        try (ZipFile jar = new ZipFile(folder.resolve("a.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).containsExactly("META-INF/MANIFEST.MF", "dl/", "dl/stdlib/nn.dl", "dl/errors/a.md");
            assertThat(jar.stream()).allSatisfy(entry -> {
                assertThat(entry.getTimeLocal()).isEqualTo(WHEN);
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            });
        }
    }

    @Test
    void the_library_also_stands_alone() throws IOException {
        try (ZipFile jar = new ZipFile(folder.resolve("a-library.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).containsExactly("dl/stdlib/nn.dl");
            try (InputStream module = jar.getInputStream(jar.getEntry("dl/stdlib/nn.dl"))) {
                assertThat(module.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("dl/stdlib/nn.dl");
            }
        }
    }

    @Test
    void the_same_jar_gives_the_same_bytes() throws IOException {
        pack("b");
        assertThat(folder.resolve("a.jar")).hasSameBinaryContentAs(folder.resolve("b.jar"));
        assertThat(folder.resolve("a-library.jar")).hasSameBinaryContentAs(folder.resolve("b-library.jar"));
    }
}
