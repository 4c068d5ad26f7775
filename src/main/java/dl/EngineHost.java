package dl;

import dl.run.Host;
import java.nio.file.Path;
import java.util.List;

/// What the engine's settings give to a session's scripts.
record EngineHost(Dl engine) implements Host {
    @Override
    public void write(String text) {
        engine.output().accept(text);
    }

    @Override
    public List<String> arguments() {
        return engine.arguments();
    }

    @Override
    public double seconds() {
        return System.nanoTime() * 1e-9;
    }

    @Override
    public Path directory() {
        return Path.of("");
    }

    @Override
    public int terminalWidth() {
        return engine.terminalWidth();
    }
}
