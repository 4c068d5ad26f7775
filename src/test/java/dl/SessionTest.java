package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dl.run.value.Nil;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SessionTest {
    @Test
    void numbersComeOutAsJavaNumbers() {
        try (Session session = Dl.create().newSession()) {
            assertThat(session.eval("1 + 1")).isEqualTo(2L);
            assertThat(session.eval("1 / 2")).isEqualTo(0.5);
            assertThat(session.eval("1 < 2")).isEqualTo(true);
            assertThat(session.eval("\"a\" + \"b\"")).isEqualTo("ab");
            assertThat(session.eval("nil")).isEqualTo(Nil.NIL);
        }
    }

    @Test
    void aClosedSessionSaysSo() {
        Session session = Dl.create().newSession();
        session.eval("1");
        session.close();
        assertThatThrownBy(() -> session.eval("1")).isInstanceOf(IllegalStateException.class).hasMessage("the session is closed");
        session.close();
    }

    @Test
    void aTensorOfRankZeroPrintsItsValue() {
        try (Session session = Dl.create().newSession()) {
            assertThat(session.eval("sum([1.0, 2.5])")).hasToString("3.5");
            assertThat(session.eval("ones(2, 3)")).hasToString("f32[2, 3]");
        }
    }

    @Test
    void listsAndRecordsComeOutAsListsAndMaps() {
        try (Session session = Dl.create().newSession()) {
            assertThat(session.eval("[\"a\", (1, 2), {x: 1.5}]")).isEqualTo(List.of("a", List.of(1L, 2L), Map.of("x", 1.5)));
        }
    }

    @Test
    void aTensorGoesInAndComesOutWithoutACopy() {
        try (Session session = Dl.create().newSession()) {
            float[] storage = {1, 2, 3};
            session.set("x", Tensor.of(Shape.of(3), storage));
            assertThat(((Tensor) session.eval("x")).floats()).isSameAs(storage);
        }
    }

    @Test
    void theArrayOfAViewThatComesOutHoldsItsElementsAndNoOthers() {
        try (Session session = Dl.create().newSession()) {
            session.eval("let A = [[1.0, 2.0], [3.0, 4.0]]; let n = [1, 2, 3]");
            assertThat(((Tensor) session.eval("A[:, 1]")).floats()).containsExactly(2, 4);
            assertThat(((Tensor) session.eval("A.T")).floats()).containsExactly(1, 3, 2, 4);
            assertThat(((Tensor) session.eval("A[1]")).floats()).containsExactly(3, 4);
            assertThat(((Tensor) session.eval("n[::-1]")).longs()).containsExactly(3, 2, 1);
            assertThat(((Tensor) ((List<?>) session.eval("(A[0], 1)")).getFirst()).floats()).containsExactly(1, 2);
        }
    }

    @Test
    void whatAScriptAssignsDoesNotReachTheHostsArray() {
        try (Session session = Dl.create().newSession()) {
            float[] storage = {1, 2, 3};
            session.set("x", Tensor.of(Shape.of(3), storage));
            session.eval("x[0] = 9");
            session.eval("x[1] = 9");
            assertThat(storage).containsExactly(1, 2, 3);
            assertThat(session.eval("x[0] + x[1]")).isInstanceOf(Tensor.class);
        }
    }

    @Test
    void whatTheHostHoldsDoesNotChangeLater() {
        try (Session session = Dl.create().newSession()) {
            session.eval("var x = [1.0, 2.0]; x[0] = 5.0");
            Tensor held = (Tensor) session.get("x").orElseThrow();
            session.eval("x[0] = 6.0");
            assertThat(held.doubleAt(0)).isEqualTo(5.0);
        }
    }

    @Test
    void javaArraysBecomeTensors() {
        try (Session session = Dl.create().newSession()) {
            session.set("m", new double[][] {{1, 2}, {3, 4}});
            assertThat(session.display(session.eval("m @ m"))).isEqualTo("[[ 7.0, 10.0],\n [15.0, 22.0]]\n# f64[2, 2]");
        }
    }

    @Test
    void smallIntegersAndEmptyArraysBecomeTensorsToo() {
        try (Session session = Dl.create().newSession()) {
            session.set("x", new byte[] {-1, 2});
            assertThat(session.display(session.eval("x"))).isEqualTo("[-1, 2]\n# i64[2]");
            session.set("x", new short[][] {{7}});
            assertThat(session.display(session.eval("x"))).isEqualTo("[[7]]\n# i64[1, 1]");
            session.set("x", new double[0][]);
            assertThat(session.eval("x")).hasToString("f64[0, 0]");
        }
    }

    @Test
    void arraysOfObjectsBecomeLists() {
        try (Session session = Dl.create().newSession()) {
            session.set("x", new String[] {"a", "b"});
            assertThat(session.display(session.eval("x"))).isEqualTo("[\"a\", \"b\"]");
            session.set("x", new String[][] {{"a"}, {}});
            assertThat(session.display(session.eval("x"))).isEqualTo("[[\"a\"], []]");
        }
    }

    @Test
    void arraysWithHolesAreRefused() {
        try (Session session = Dl.create().newSession()) {
            assertThatThrownBy(() -> session.set("x", new float[][] {{1}, null}))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("the array has no row 1: it is null");
            assertThatThrownBy(() -> session.set("x", new float[][] {{1}, {1, 2}}))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ragged");
        }
    }

    @Test
    void aVariableHasANameThatDlCanSay() {
        try (Session session = Dl.create().newSession()) {
            for (String name : List.of("", "1x", "let", "a b", "a.b", "x # y", "nil")) {
                assertThatThrownBy(() -> session.set(name, 1)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("\"" + name + "\" cannot be the name of a variable");
            }
            session.set("λ₁", 1);
            assertThat(session.eval("λ₁ + 1")).isEqualTo(2L);
        }
    }

    @Test
    void aCallOfSomethingElseSaysWhatItIs() {
        try (Session session = Dl.create().newSession()) {
            assertThatThrownBy(() -> session.call(3)).isInstanceOf(DlException.class).hasMessageContaining("the int 3 cannot be called");
        }
    }

    @Test
    void anObjectWithoutADlValueIsRefused() {
        try (Session session = Dl.create().newSession()) {
            assertThatThrownBy(() -> session.set("x", new Object())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no dl value");
        }
    }

    @Test
    void anErrorSaysWhatAndWhere() {
        try (Session session = Dl.create().newSession()) {
            DlException error = catchThrowableOfType(DlException.class, () -> session.eval("let a = 1\nlet b = a + \"x\""));
            assertThat(error.code()).isEqualTo("type/operands");
            assertThat(error.kind()).isEqualTo("TypeError");
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.column()).isEqualTo(9);
            assertThat(error.getMessage()).contains("TypeError").contains("let b = a + \"x\"");
        }
    }

    @Test
    void aSessionGoesOnAfterAnError() {
        try (Session session = Dl.create().newSession()) {
            session.eval("var n = 1");
            assertThatThrownBy(() -> session.eval("n = 2; let t = [1, 2, 3][n + 8]")).isInstanceOf(DlException.class);
            assertThat(session.eval("n")).isEqualTo(2L);
        }
    }

    @Test
    void functionsAreCalledFromJava() {
        try (Session session = Dl.create().newSession()) {
            Object square = session.eval("x -> x^2");
            assertThat(session.call(square, 3)).isEqualTo(9L);
        }
    }

    @Test
    void printGoesToTheHost() {
        StringBuilder printed = new StringBuilder();
        try (Session session = Dl.create().output(printed::append).newSession()) {
            session.eval("print(1, \"a\")");
        }
        assertThat(printed.toString()).isEqualTo("1 a\n");
    }

    @Test
    void anEvaluationIsInterruptedFromAnotherThread() {
        try (Session session = Dl.create().output(_ -> { }).newSession()) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread.ofVirtual().start(() -> {
                while (!ended.get()) {
                    session.interrupt();
                    LockSupport.parkNanos(5_000_000);
                }
            });
            DlException error = catchThrowableOfType(DlException.class, () -> session.eval("var i = 0; while true { i += 1 }"));
            ended.set(true);
            assertThat(error.kind()).isEqualTo("Interrupted");
        }
    }

    /// Nothing but the product could end: 1.3e11 multiplications and additions.
    @Test
    @Timeout(60)
    void aLongOperationIsInterruptedInItsMidst() {
        try (Session session = Dl.create().threads(2).newSession()) {
            session.eval("let a = ones(4000, 4000)");
            AtomicBoolean ended = new AtomicBoolean();
            Thread.ofVirtual().start(() -> {
                while (!ended.get()) {
                    LockSupport.parkNanos(50_000_000);
                    session.interrupt();
                }
            });
            DlException error = catchThrowableOfType(DlException.class, () -> session.eval("a @ a"));
            ended.set(true);
            assertThat(error.kind()).isEqualTo("Interrupted");
            assertThat(session.eval("1 + 1")).isEqualTo(2L);
        }
    }

    @Test
    void closingInterruptsWhatRuns() throws InterruptedException {
        long before = dlThreads();
        CountDownLatch running = new CountDownLatch(1);
        Session session = Dl.create().threads(2).output(_ -> running.countDown()).newSession();
        AtomicReference<String> kind = new AtomicReference<>("");
        Thread user = Thread.ofPlatform().start(() -> kind.set(catchThrowableOfType(DlException.class,
                () -> session.eval("print(1); var i = 0; while true { i += 1 }")).kind()));
        running.await();
        session.close();
        assertThat(dlThreads()).isLessThanOrEqualTo(before);
        user.join();
        assertThat(kind.get()).isEqualTo("Interrupted");
    }

    @Test
    void aSessionMayBeClosedFromInsideOfItsOutput() {
        AtomicReference<Session> self = new AtomicReference<>();
        Session session = Dl.create().output(_ -> self.get().close()).newSession();
        self.set(session);
        assertThatThrownBy(() -> session.eval("print(1)\nvar i = 0\nwhile true { i += 1 }")).isInstanceOf(DlException.class);
        assertThatThrownBy(() -> session.eval("1")).hasMessage("the session is closed");
    }

    @Test
    void statisticsTellWhatWasDone() {
        try (Session session = Dl.create().threads(2).kernels("scalar").newSession()) {
            Statistics before = session.statistics();
            session.eval("let x = ones(100, 100); let y = x[1:, :].T + 1; 2 * 3");
            Statistics after = session.statistics().since(before);
            // ones, the slice, its transpose and the sum; the two views need no memory
            assertThat(after.operations()).isEqualTo(4);
            assertThat(after.tensorBytes()).isEqualTo(4 * (100 * 100 + 99 * 100));
            assertThat(after.threads()).isEqualTo(2);
            assertThat(after.kernels()).startsWith("scalar");
            assertThat(after.largestPass()).isZero();
            assertThat(after.toString()).contains("tensors        77.7 kB made").contains("backward pass  none");
        }
    }

    @Test
    void theLargestBackwardPassCountsWhatWasSavedAndTheGradients() {
        try (Session session = Dl.create().kernels("scalar").newSession()) {
            session.eval("let x = ones(60, 50); grad(w -> sum(tanh(w)))(x);");
            // saved: the result of tanh; gradients at once: that of tanh's result is a stretched number, that of w is full
            assertThat(session.statistics().largestPass()).isEqualTo(2 * 4 * 3000);
        }
    }

    @Test
    void aClosedSessionLeavesNoThread() {
        long before = dlThreads();
        Session session = Dl.create().threads(3).newSession();
        session.eval("sum(zeros(300, 300) @ ones(300, 300))");
        session.close();
        assertThat(dlThreads()).isLessThanOrEqualTo(before);
    }

    /// Threads of sessions and their helpers; the compiler's warm-up thread is the process's own.
    private static long dlThreads() {
        return threads().filter(thread -> thread.getName().equals("dl") || thread.getName().startsWith("dl-helper")).count();
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream();
    }

    @Test
    void sessionsDoNotShareVariables() {
        try (Session one = Dl.create().newSession(); Session two = Dl.create().newSession()) {
            one.eval("let x = 1");
            assertThatThrownBy(() -> two.eval("x")).isInstanceOf(DlException.class).hasMessageContaining("not defined");
        }
    }

    @Test
    void deepRecursionWorksAndEndlessRecursionIsAnError() {
        try (Session session = Dl.create().newSession()) {
            session.eval("fn down(n) = if n == 0 { 0 } else { 1 + down(n - 1) }");
            assertThat(session.eval("down(10000)")).isEqualTo(10000L);
            DlException error = catchThrowableOfType(DlException.class, () -> session.eval("down(1000000)"));
            assertThat(error.code()).isEqualTo("limit/recursion");
            assertThat(session.eval("down(10)")).isEqualTo(10L);
        }
    }
}
