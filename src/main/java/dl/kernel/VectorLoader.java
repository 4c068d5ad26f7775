package dl.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/// Finds the vector kernels, without naming a class that needs the incubator module.
final class VectorLoader {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String KERNELS = "dl.kernel.vector.VectorKernels";

    private VectorLoader() {}

    /// Loads by `auto`, `128`, `256` or `512`; scalar kernels with the reason where that is impossible.
    static KernelChoice load(String name) {
        try {
            Optional<String> missing = provideModule();
            if (missing.isPresent()) {
                return scalar(missing.get());
            }
            Kernels preferred = preferred();
            String width = preferred.toString();
            if (name.equals("auto")) {
                return new KernelChoice(automatic(), width, "vectors of " + width + " bits, the widest that this machine prefers");
            }
            if (name.equals(width)) {
                return new KernelChoice(preferred, width, "vectors of " + width + " bits, as asked for");
            }
            Kernels forced = instance(Class.forName(KERNELS, true, new Copies(VectorLoader.class.getClassLoader(), Integer.parseInt(name))));
            return new KernelChoice(
                    forced, name, "vectors of " + name + " bits, as asked for (this machine prefers " + width + ")");
        } catch (ReflectiveOperationException | LinkageError | UncheckedIOException problem) {
            return scalar("the vector kernels cannot be loaded (" + problem + ")");
        }
    }

    /// The kernels of `auto`, without looking for vectors yet.
    static Kernels automatic() {
        return Warming.SHARED;
    }

    /// Those that this machine prefers; empty where there are none, for the reason that [#load] gives.
    private static Optional<Kernels> preferredIfAny() {
        try {
            return provideModule().isPresent() ? Optional.empty() : Optional.of(preferred());
        } catch (ReflectiveOperationException | LinkageError problem) {
            return Optional.empty();
        }
    }

    /// One for the process, because what it learns is the state of the process's compiled code.
    private static final class Warming {
        private static final WarmingKernels SHARED = new WarmingKernels(VectorLoader::preferredIfAny);
    }

    private static KernelChoice scalar(String why) {
        return new KernelChoice(ScalarKernels.INSTANCE, "scalar", "scalar kernels: " + why);
    }

    private static Kernels preferred() throws ReflectiveOperationException {
        return instance(Class.forName(KERNELS, true, VectorLoader.class.getClassLoader()));
    }

    private static Kernels instance(Class<?> kernels) throws ReflectiveOperationException {
        return (Kernels) kernels.getField("INSTANCE").get(null);
    }

    /// Makes the incubator module visible, and says what keeps it from being so.
    static Optional<String> provideModule() {
        Module own = VectorLoader.class.getModule();
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            // The jar's manifest opens this one door of java.base, so that `java -jar` needs no flag.
            try {
                Method load = Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class);
                module = Optional.of((Module) load.invoke(null, MODULE));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError problem) {
                Throwable cause = problem instanceof InvocationTargetException e && e.getCause() != null ? e.getCause() : problem;
                return Optional.of("the module " + MODULE + " is not there (" + cause.getClass().getSimpleName()
                        + "); start java with --add-modules " + MODULE);
            }
        }
        own.addReads(module.get());
        return Optional.empty();
    }

    /// A second copy of the vector classes, whose width is another constant.
    private static final class Copies extends ClassLoader implements VectorWidth {
        private static final String PACKAGE = KERNELS.substring(0, KERNELS.lastIndexOf('.') + 1);

        private final int bits;

        Copies(ClassLoader parent, int bits) {
            super("dl-vectors-" + bits, parent);
            this.bits = bits;
            // In a named module the copies live in this loader's unnamed one, which must see what they use.
            Module own = VectorLoader.class.getModule();
            if (own.isNamed()) {
                own.addExports("dl.kernel", getUnnamedModule());
                own.addExports("dl.tensor", getUnnamedModule());
            }
        }

        @Override
        public int bits() {
            return bits;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : copy(name);
            }
        }

        private Class<?> copy(String name) throws ClassNotFoundException {
            String resource = "/" + name.replace('.', '/') + ".class";
            try (InputStream in = VectorLoader.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
