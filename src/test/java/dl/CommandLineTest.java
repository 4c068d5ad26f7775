package dl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The command line as its user meets it: what it prints where, and how it ends.
class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void e_prints_the_last_value_as_a_prompt_would() {
        assertThat(Child.dl("-e", "1 + 1")).isEqualTo(new Child(0, "2\n", ""));
    }

    @Test
    void e_prints_nothing_after_a_semicolon_or_a_let() {
        assertThat(Child.dl("-e", "1 + 1;")).isEqualTo(new Child(0, "", ""));
        assertThat(Child.dl("-e", "let x = 1")).isEqualTo(new Child(0, "", ""));
    }

    @Test
    void e_passes_what_follows_as_args() {
        assertThat(Child.dl("-e", "print(args)", "a", "--threads").output()).isEqualTo("[\"a\", \"--threads\"]\n");
    }

    @Test
    void a_mistake_in_e_goes_to_standard_error_and_ends_with_1() {
        Child child = Child.dl("-e", "print(1)\nlet x = unheard_of");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.errors()).startsWith("NameError").contains("<-e>:2:9").doesNotContain(".java");
    }

    @Test
    void a_script_prints_and_sees_its_arguments() throws IOException {
        Path script = Files.writeString(folder.resolve("hello.dl"), "print(args[0], len(args))\n1 + 1\n");
        assertThat(Child.dl(script.toString(), "world", "-e")).isEqualTo(new Child(0, "world 2\n", ""));
    }

    @Test
    void what_was_printed_before_a_mistake_stays() throws IOException {
        Path script = Files.writeString(folder.resolve("bad.dl"), "print(\"before\")\n[1, 2] + [1, 2, 3]\n");
        Child child = Child.dl(script.toString());
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.output()).isEqualTo("before\n");
        assertThat(child.errors()).startsWith("ShapeError").contains("bad.dl:2:");
    }

    @Test
    void a_folder_runs_its_main() throws IOException {
        Files.writeString(folder.resolve("main.dl"), "print(\"main\")\n");
        assertThat(Child.dl(folder.toString())).isEqualTo(new Child(0, "main\n", ""));
    }

    @Test
    void a_folder_without_main_is_wrong_usage() {
        Child child = Child.dl(folder.toString());
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).contains("no main.dl");
    }

    @Test
    void a_missing_file_is_wrong_usage_with_a_suggestion() throws IOException {
        Files.writeString(folder.resolve("digits.dl"), "");
        Child child = Child.fed(folder, "", "digit.dl");
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).startsWith("dl: there is no file digit.dl; did you mean digits.dl?");
    }

    @Test
    void what_other_programs_call_their_options_is_suggested() {
        assertThat(Child.dl("-V").errors()).startsWith("dl: there is no option -V; did you mean --version?");
        assertThat(Child.dl("help").errors()).startsWith("dl: there is no file help; did you mean --help?");
        assertThat(Child.dl("").errors()).startsWith("dl: the name of the script is empty");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_told_and_ends_with_1() throws IOException, InterruptedException {
        Process process = Child.builder("-e", "print(1)").redirectOutput(Path.of("/dev/full").toFile()).start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("dl: standard output cannot be written: No space left on device\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void a_reader_who_goes_away_ends_it_quietly() throws IOException, InterruptedException {
        Process process = Child.builder("-e", "for i in 0..1000000 { print(i) }").start();
        assertThat(process.getInputStream().read()).isEqualTo('0');
        process.getInputStream().close();
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isEqualTo(141);
    }

    @Test
    void a_dash_reads_a_script_from_standard_input() {
        assertThat(Child.fed("print(1 + 1)\n3\n", "-")).isEqualTo(new Child(0, "2\n", ""));
    }

    @Test
    void without_a_terminal_the_prompt_reads_lines_and_echoes_values() {
        Child child = Child.fed("let x = [1.0, 2.0]\nsum(x)\nsum(\nx)\n1;\n");
        assertThat(child).isEqualTo(new Child(0, "3.0\n3.0\n", ""));
    }

    @Test
    void without_a_terminal_a_mistake_is_told_and_the_rest_still_runs() {
        Child child = Child.fed("unheard_of\n2\n");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.output()).isEqualTo("2\n");
        assertThat(child.errors()).startsWith("NameError");
    }

    @Test
    void an_unknown_option_is_wrong_usage_with_a_suggestion() {
        Child child = Child.dl("--kernals", "scalar");
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).startsWith("dl: there is no option --kernals; did you mean --kernels?");
    }

    @Test
    void a_wrong_value_of_an_option_is_wrong_usage() {
        assertThat(Child.dl("--kernels", "1024").errors()).contains("auto, scalar, 128, 256 or 512");
        assertThat(Child.dl("--threads=0").exitCode()).isEqualTo(2);
        assertThat(Child.dl("--threads", "-3").exitCode()).isEqualTo(2);
        assertThat(Child.dl("--color", "perhaps").exitCode()).isEqualTo(2);
        assertThat(Child.dl("-e").errors()).contains("-e needs a value");
        assertThat(Child.dl("-e", "1", "-e", "2").exitCode()).isZero();
    }

    @Test
    void stats_tells_on_standard_error_what_a_run_took_however_it_ended() {
        Child child = Child.dl("--stats", "--threads", "1", "-e", "sum(ones(1000))");
        assertThat(child.output()).isEqualTo("1000.0\n");
        assertThat(child.errors()).containsPattern("(?s)^\ntime +[0-9.]+ s\ncollector .*%.*\noperations +2 on tensors\ntensors +3.9 kB made\n"
                + "backward pass  none\nheap .*\nthreads +1\nkernels .*\n$");
        Child failed = Child.dl("--stats", "-e", "assert false");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors()).contains("operations     0 on tensors", "AssertionError");
        assertThat(Child.dl("--stats", "fmt").errors()).startsWith("dl: --stats is about a run; fmt has none");
    }

    @Test
    void version_says_which_kernels_compute_and_why() {
        Child child = Child.dl("--kernels", "scalar", "--version");
        assertThat(child.exitCode()).isZero();
        assertThat(child.output()).containsPattern("dl \\d+\\.\\d+\\.\\d+\n").contains("JDK 25", "kernels: scalar");
    }

    @Test
    void help_names_every_option() {
        assertThat(Child.dl("--help").output())
                .contains("-e CODE", "--kernels", "--threads", "--color", "--version", "--help");
    }

    @Test
    void colours_appear_when_asked_for_only() {
        assertThat(Child.dl("-e", "unheard_of").errors()).doesNotContain("\u001b");
        assertThat(Child.dl("--color", "always", "-e", "unheard_of").errors()).contains("\u001b");
    }

    @Test
    void an_interrupt_ends_with_130() throws IOException, InterruptedException {
        Process process = Child.builder("-e", "print(1)\nwhile true {}").start();
        try {
            // Once it has printed, it runs.
            assertThat(process.getInputStream().read()).isEqualTo('1');
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }
}
