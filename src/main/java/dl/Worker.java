package dl;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The thread of a session. It has a stack large enough for deep recursion in dl, whatever the caller's has.
final class Worker implements AutoCloseable {
    private static final long STACK_BYTES = 1L << 30;
    private static final Runnable END = () -> { };

    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private boolean closed;

    /// Runs on the session's thread and waits; a call from that very thread runs at once.
    ///
    /// @throws IllegalStateException after [#close()]
    <T> T call(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        if (Thread.currentThread() == thread) {
            future.run();
        } else {
            submit(future);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException again) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw rethrown(failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        switch (cause) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }

    private synchronized void submit(Runnable task) {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (thread == null) {
            Thread made = new Thread(null, this::serve, "dl", STACK_BYTES);
            made.setDaemon(true);
            thread = made;
            made.start();
        }
        work.add(task);
    }

    private void serve() {
        try {
            while (true) {
                Runnable next = work.take();
                if (next == END) {
                    return;
                }
                next.run();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets what was begun end, and waits for it, unless the thread itself asks for that.
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            work.add(END);
            ending = thread;
        }
        if (ending != null && ending != Thread.currentThread()) {
            boolean interrupted = false;
            while (ending.isAlive()) {
                try {
                    ending.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
