package dl.op;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Inputs for trying an operation, written as `normal[2, 3], positive[3]; axis = 0`.
///
/// Domains: `normal`, `positive` (0.5 to 2), `unit` (-0.9 to 0.9), `nonzero` (0.3 to 1.5, either sign), `large` (1.5 to 3),
/// `distinct` (no two closer than 0.2), `bool`, `index` (0 and 1), `whole` and `number` (an int, and a float number).
public record Sample(Op op, List<Input> inputs, Attributes attributes) {
    /// One input: which values, and how many.
    public record Input(String domain, Shape shape) {
        /// Whether it can be differentiated.
        public boolean floating() {
            return !domain.equals("bool") && !domain.equals("index") && !domain.equals("whole");
        }

        /// Values of the domain, always the same for the same `random`; floats in the given type.
        public Tensor draw(SplittableRandom random, DType type) {
            int n = shape.count();
            switch (domain) {
                case "bool" -> {
                    boolean[] values = new boolean[n];
                    for (int i = 0; i < n; i++) {
                        values[i] = random.nextBoolean();
                    }
                    return Tensor.of(shape, values);
                }
                case "index", "whole" -> {
                    long[] values = new long[n];
                    for (int i = 0; i < n; i++) {
                        values[i] = domain.equals("index") ? random.nextInt(2) : random.nextInt(1, 9);
                    }
                    return Tensor.of(shape, values);
                }
                case "number" -> {
                    return Tensor.number(random.nextDouble(0.1, 0.9));
                }
                default -> {
                    double[] values = new double[n];
                    for (int i = 0; i < n; i++) {
                        values[i] = value(random, i, n);
                    }
                    return Tensor.of(shape, values).to(type);
                }
            }
        }

        private double value(SplittableRandom random, int i, int n) {
            return switch (domain) {
                case "normal" -> random.nextGaussian();
                case "positive" -> random.nextDouble(0.5, 2);
                case "unit" -> random.nextDouble(-0.9, 0.9);
                case "nonzero" -> random.nextDouble(0.3, 1.5) * (random.nextBoolean() ? 1 : -1);
                case "large" -> random.nextDouble(1.5, 3);
                // a walk through n places in steps of 7, which visits each once where 7 does not divide n
                case "distinct" -> (i * 7L % Math.max(1, n) - n / 2.0) * 0.4 + random.nextDouble(0.01, 0.15);
                default -> throw new IllegalArgumentException("unknown domain " + domain);
            };
        }
    }

    /// @throws IllegalArgumentException for text that is no sample of the operation
    public static Sample parse(Op op, String text) {
        int semicolon = text.indexOf(';');
        String front = semicolon < 0 ? text : text.substring(0, semicolon);
        List<Input> inputs = new ArrayList<>();
        for (String part : split(front)) {
            int bracket = part.indexOf('[');
            inputs.add(bracket < 0
                    ? new Input(part, Shape.SCALAR)
                    : new Input(part.substring(0, bracket), Shape.of(ints(part.substring(bracket)))));
        }
        Attributes attributes = op.signature().defaults();
        if (semicolon >= 0) {
            for (String part : split(text.substring(semicolon + 1))) {
                int equals = part.indexOf('=');
                String name = part.substring(0, equals).strip();
                Parameter parameter = op.signature().parameter(name).orElseThrow(
                        () -> new IllegalArgumentException(op.name() + " has no parameter " + name));
                attributes = attributes.with(name, value(parameter, part.substring(equals + 1).strip()));
            }
        }
        return new Sample(op, List.copyOf(inputs), attributes);
    }

    /// Values for the inputs, the same at every call.
    public Tensor[] draw(DType type) {
        SplittableRandom random = new SplittableRandom(20_240_229);
        Tensor[] drawn = inputs.stream().map(input -> input.draw(random, type)).toArray(Tensor[]::new);
        // numbers in ascending order, for bounds
        for (int i = 1; i < drawn.length; i++) {
            if (drawn[i].weak() && drawn[i - 1].weak() && drawn[i].doubleAt(0) < drawn[i - 1].doubleAt(0)) {
                Tensor lower = drawn[i];
                drawn[i] = drawn[i - 1];
                drawn[i - 1] = lower;
            }
        }
        return drawn;
    }

    private static Object value(Parameter parameter, String text) {
        boolean many = parameter.kind() == Parameter.Kind.INTS || parameter.kind() == Parameter.Kind.PADDING || parameter.variadic();
        return switch (parameter.kind()) {
            case INT, INTS -> many ? (Object) ints(text) : (Object) Long.valueOf(text);
            case PADDING -> text.startsWith("\"") ? text.substring(1, text.length() - 1) : ints(text);
            case FLOAT -> Double.valueOf(text);
            case BOOL -> Boolean.valueOf(text);
            case STRING -> text;
            case DTYPE -> DType.valueOf(text.toUpperCase(java.util.Locale.ROOT));
            case TENSOR, TENSORS -> throw new IllegalArgumentException(parameter.name() + " is an input");
        };
    }

    private static int[] ints(String text) {
        String inside = text.replace("[", "").replace("]", "").strip();
        if (inside.isEmpty()) {
            return new int[0];
        }
        String[] parts = inside.split(",");
        int[] ints = new int[parts.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Integer.parseInt(parts[i].strip());
        }
        return ints;
    }

    /// The parts between commas outside of brackets.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                if (!text.substring(start, i).isBlank()) {
                    parts.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
        }
        return parts;
    }
}
