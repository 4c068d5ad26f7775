package dl.run;

import dl.run.value.Nil;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Format specs of f-strings, Python's: `[[fill]align][sign][0][width][,][.precision][type]`.
public final class Format {
    private static final int WIDEST = 10_000;
    private static final int MOST_DIGITS = 1_000;

    private final String spec;
    private int fill = ' ';
    private char align;
    private char sign = '-';
    private boolean comma;
    private int width;
    private int precision = -1;
    private char type;

    private Format(String spec) {
        this.spec = spec;
        parse();
    }

    /// The text of a value under a spec; tensors apply it to each element.
    ///
    /// @throws OpError `value/format-spec` for a spec that is malformed or does not fit the value
    public static String format(Interpreter interpreter, Object value, String spec) {
        Format format = new Format(spec);
        return switch (value) {
            case Long number -> format.pad(format.integer(number), true);
            case Double number -> format.pad(format.floating(number), true);
            case Boolean truth -> format.pad(format.text(truth.toString()), false);
            case String text -> format.pad(format.text(text), false);
            case Nil nil -> format.pad(format.text(nil.toString()), false);
            case Operand operand -> format.tensor(operand.elements());
            default -> format.pad(format.text(interpreter.text(value)), false);
        };
    }

    private String tensor(Tensor tensor) {
        if (tensor.rank() == 0) {
            return element(tensor, 0);
        }
        return Display.nested(tensor, index -> element(tensor, index));
    }

    private String element(Tensor tensor, int index) {
        return switch (tensor.dtype()) {
            case BOOL -> pad(text(Boolean.toString(tensor.booleanAt(index))), false);
            case I64 -> pad(integer(tensor.longAt(index)), true);
            case F32 -> pad(floating(tensor.doubleAt(index), Display.number(Math.abs((float) tensor.doubleAt(index)))), true);
            case F64 -> pad(floating(tensor.doubleAt(index)), true);
            case C128 -> pad(complex(tensor.doubleAt(index), tensor.imaginaryAt(index)), true);
        };
    }

    /// Each part in the form of the spec; the width is that of the whole.
    private String complex(double real, double imaginary) {
        boolean negative = Double.doubleToRawLongBits(imaginary) < 0 && !Double.isNaN(imaginary);
        String size = floating(Math.abs(imaginary));
        return floating(real) + (negative ? " - " : " + ") + (sign == '-' || Double.isNaN(imaginary) ? size : size.substring(1)) + "i";
    }

    private void parse() {
        int at = 0;
        int[] points = spec.codePoints().toArray();
        if (points.length >= 2 && "<>^".indexOf(points[1]) >= 0) {
            fill = points[0];
            align = (char) points[1];
            at = 2;
        } else if (points.length >= 1 && "<>^".indexOf(points[0]) >= 0) {
            align = (char) points[0];
            at = 1;
        }
        if (at < points.length && "+- ".indexOf(points[at]) >= 0) {
            sign = (char) points[at++];
        }
        if (at < points.length && points[at] == '0') {
            fill = align == 0 ? '0' : fill;
            align = align == 0 ? '=' : align;
            at++;
        }
        while (at < points.length && isDigit(points[at])) {
            width = width * 10 + points[at++] - '0';
            if (width > WIDEST) {
                throw bad("the width is more than " + WIDEST);
            }
        }
        if (at < points.length && points[at] == ',') {
            comma = true;
            at++;
        }
        if (at < points.length && points[at] == '.') {
            at++;
            precision = 0;
            int digits = at;
            while (at < points.length && isDigit(points[at])) {
                precision = precision * 10 + points[at++] - '0';
                if (precision > MOST_DIGITS) {
                    throw bad("there are more than " + MOST_DIGITS + " digits behind the point");
                }
            }
            if (digits == at) {
                throw bad("a precision needs digits after the point");
            }
        }
        if (at < points.length && "dfFeEgG%sxb".indexOf(points[at]) >= 0) {
            type = (char) points[at++];
        }
        if (at < points.length) {
            throw bad("'" + new String(points, at, points.length - at) + "' is not part of a format");
        }
    }

    private static boolean isDigit(int point) {
        return point >= '0' && point <= '9';
    }

    private OpError bad(String why) {
        return OpError.value("value/format-spec", "the format '" + spec + "' is not valid: " + why)
                .hint("a format is [fill][<>^][+][0][width][,][.digits][d f e g % s x b], such as .4f, >8, 05d, .1%");
    }

    private String text(String value) {
        if (type != 0 && type != 's') {
            throw bad("'" + type + "' is for numbers, and this is the text " + (value.length() > 20 ? value.substring(0, 20) + "..." : value));
        }
        return precision >= 0 && precision < value.codePointCount(0, value.length()) ? value.substring(0, value.offsetByCodePoints(0, precision)) : value;
    }

    private String integer(long value) {
        return switch (type) {
            case 0, 'd' -> {
                if (precision >= 0) {
                    yield floating(value);
                }
                yield signed(value < 0, group(Long.toString(value).replace("-", "")));
            }
            case 'x' -> signed(value < 0, Long.toString(value, 16).replace("-", ""));
            case 'b' -> signed(value < 0, Long.toString(value, 2).replace("-", ""));
            case 's' -> throw bad("'s' is for strings");
            default -> floating(value);
        };
    }

    private String floating(double value) {
        return floating(value, Display.number(Math.abs(value)));
    }

    /// @param shortest the digits that tell the magnitude from its neighbours of the same type
    private String floating(double value, String shortest) {
        boolean negative = value < 0 || value == 0 && 1 / value < 0;
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return signed(negative, "inf");
        }
        double magnitude = Math.abs(value);
        return switch (type) {
            case 'f', 'F' -> signed(negative, group(fixed(magnitude, precision < 0 ? 6 : precision)));
            case '%' -> signed(negative, group(percent(magnitude, precision < 0 ? 6 : precision))) + "%";
            case 'e', 'E' -> signed(negative, exponent(magnitude, precision < 0 ? 6 : precision, type));
            case 'g', 'G' -> signed(negative, general(magnitude, precision < 0 ? 6 : Math.max(1, precision)));
            case 0 -> signed(negative, precision < 0 ? group(shortest) : general(magnitude, Math.max(1, precision)));
            case 'd' -> throw bad("'d' is for ints, this is a float");
            default -> throw bad("'" + type + "' is not for floats");
        };
    }

    private static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String percent(double value, int digits) {
        return new BigDecimal(value).movePointRight(2).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponent(double value, int digits, char letter) {
        String text = String.format(Locale.ROOT, "%." + digits + "e", new BigDecimal(value));
        return letter == 'E' ? text.toUpperCase(Locale.ROOT) : text;
    }

    /// The shorter of fixed and exponent form with `digits` significant digits, without trailing zeros.
    private static String general(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= digits) {
            String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
            return mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        return rounded.stripTrailingZeros().toPlainString();
    }

    private String group(String digits) {
        if (!comma) {
            return digits;
        }
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                grouped.append(',');
            }
            grouped.append(whole.charAt(i));
        }
        return grouped + (point < 0 ? "" : digits.substring(point));
    }

    private String signed(boolean negative, String magnitude) {
        return negative ? "-" + magnitude : sign == '+' ? "+" + magnitude : sign == ' ' ? " " + magnitude : magnitude;
    }

    private String pad(String text, boolean number) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String filling = Character.toString(fill).repeat(missing);
        char side = align == 0 ? number ? '>' : '<' : align;
        return switch (side) {
            case '<' -> text + filling;
            case '^' -> Character.toString(fill).repeat(missing / 2) + text + Character.toString(fill).repeat(missing - missing / 2);
            case '=' -> {
                boolean hasSign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
                yield hasSign ? text.charAt(0) + filling + text.substring(1) : filling + text;
            }
            default -> filling + text;
        };
    }
}
