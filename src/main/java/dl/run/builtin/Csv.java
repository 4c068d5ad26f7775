package dl.run.builtin;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dl.run.Convert;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.NativeFunction;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tables of comma-separated values as tensors.
final class Csv {
    /// What spreadsheets put before UTF-8.
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern INFINITY = Pattern.compile("([+-]?)inf(inity)?", Pattern.CASE_INSENSITIVE);

    private final NativeFunction.Call call;
    private final String name;
    private final boolean header;
    private final char separator;
    private final long skip;

    private Csv(NativeFunction.Call call) {
        this.call = call;
        this.name = FileFunctions.path(call);
        this.header = call.has(1) && Convert.bool(call.get(1)).orElseThrow(() -> Declare.wrong(call, 1, "a bool"));
        String text = call.has(2) ? ValueFunctions.text(call, 2) : ",";
        if (text.length() != 1 || "\"\r\n".contains(text)) {
            throw Declare.wrong(call, 2, "a separator of one character, which is no quotation mark and no line break");
        }
        this.separator = text.charAt(0);
        this.skip = call.has(3) ? ValueFunctions.integer(call, 3) : 0;
        if (skip < 0) {
            throw Declare.wrong(call, 3, "a number of lines to skip, 0 or more");
        }
    }

    static Object read(NativeFunction.Call call) {
        return new Csv(call).read();
    }

    /// A row with the number of its line.
    private record Row(long line, List<String> cells) {}

    private Object read() {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            throw FileFunctions.error("io/csv-empty", name + " has no rows").label(0, "").hint("is it the right file" + (skip > 0 ? ", and are there lines left after skip = " + skip : "") + "?");
        }
        int columns = rows.getFirst().cells().size();
        for (Row row : rows) {
            if (row.cells().size() != columns) {
                throw FileFunctions.error("io/csv-ragged", name + " line " + row.line() + " has " + cells(row) + ", line "
                        + rows.getFirst().line() + " has " + columns).label(0, "").hint("is the separator right? It is '" + separator + "'");
            }
        }
        return header ? record(rows.getFirst(), rows.subList(1, rows.size())) : matrix(rows, columns);
    }

    private static String cells(Row row) {
        return row.cells().size() + (row.cells().size() == 1 ? " cell" : " cells");
    }

    /// Quotation marks close on some line; what the reader would take for one long cell is an error at the first of them.
    private void checkQuotes(String text) {
        boolean open = false;
        boolean start = true;
        int line = 1;
        int opened = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open) {
                // a doubled mark closes and opens again, which comes to the same
                open = c != '"';
                start = false;
            } else if (c == '"' && (start || i > 0 && text.charAt(i - 1) == '"')) {
                opened = start ? line : opened;
                open = true;
            } else {
                start = c == separator || c == '\n' || c == '\r';
            }
            line += c == '\n' ? 1 : 0;
        }
        if (open && opened > skip) {
            throw FileFunctions.error("io/csv-malformed", name + " line " + opened + " opens a quotation mark that is never closed").label(0, "")
                    .hint("close it, or double it where it stands for itself: \"\"");
        }
    }

    private List<Row> rows() {
        String text = FileFunctions.decode(name, FileFunctions.bytes(call, name));
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        checkQuotes(text);
        List<Row> rows = new ArrayList<>();
        long line = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().fieldSeparator(separator)
                // lines that are skipped may have any form; the others are compared here
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord record : reader) {
                line = record.getStartingLineNumber();
                if (line > skip) {
                    rows.add(new Row(line, record.getFields()));
                }
            }
        } catch (CsvParseException malformed) {
            throw FileFunctions.error("io/csv-malformed", name + " after line " + line + " is not valid CSV: " + malformed.getMessage()).label(0, "")
                    .hint("is a quotation mark left open?");
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return rows;
    }

    private Object matrix(List<Row> rows, int columns) {
        Shape shape = Shape.of(rows.size(), columns);
        double[] values = new double[rows.size() * columns];
        long[] whole = new long[values.length];
        boolean ints = true;
        int at = 0;
        for (Row row : rows) {
            for (int c = 0; c < columns; c++, at++) {
                String cell = row.cells().get(c);
                // an int is read as one, so that those above 2^53 keep their last digits
                if (ints && isInt(cell)) {
                    whole[at] = Long.parseLong(cell.strip());
                    values[at] = whole[at];
                } else {
                    ints = false;
                    values[at] = number(row, c, cell);
                }
            }
        }
        return ints ? Tensor.of(shape, whole) : floats(shape, values);
    }

    private Object floats(Shape shape, double[] values) {
        if (call.machine().interpreter.defaultFloat() == DType.F64) {
            return Tensor.of(shape, values);
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return Tensor.of(shape, rounded);
    }

    private Object record(Row names, List<Row> rows) {
        String[] keys = names.cells().stream().map(String::strip).toArray(String[]::new);
        for (int c = 0; c < keys.length; c++) {
            if (List.of(keys).indexOf(keys[c]) != c) {
                throw FileFunctions.error("io/csv-header", name + " has two columns named \"" + keys[c] + "\"").label(0, "");
            }
        }
        Object[] columns = new Object[keys.length];
        for (int c = 0; c < keys.length; c++) {
            columns[c] = column(rows, c);
        }
        return new DlRecord(keys, columns);
    }

    private Object column(List<Row> rows, int c) {
        Optional<String> first = rows.stream().map(row -> row.cells().get(c)).filter(cell -> !cell.isBlank()).findFirst();
        boolean text = first.isPresent() && parse(first.get()).isEmpty();
        if (text) {
            return DlList.of(rows.stream().map(row -> row.cells().get(c)).toList());
        }
        double[] values = new double[rows.size()];
        long[] whole = new long[rows.size()];
        boolean ints = true;
        for (int r = 0; r < values.length; r++) {
            String cell = rows.get(r).cells().get(c);
            values[r] = number(rows.get(r), c, cell);
            ints = ints && isInt(cell);
            whole[r] = ints ? Long.parseLong(cell.strip()) : 0;
        }
        return ints ? Tensor.of(Shape.of(whole.length), whole) : floats(Shape.of(values.length), values);
    }

    private double number(Row row, int column, String cell) {
        double value = parse(cell).orElseThrow(() -> bad("cannot read \"" + cell + "\" as a number", row, column).hint(instead(row, cell)));
        if (Double.isInfinite(value) ? !INFINITY.matcher(cell.strip()).matches()
                : call.machine().interpreter.defaultFloat() == DType.F32 && Float.isInfinite((float) value)) {
            throw bad(cell.strip() + " is too large for " + call.machine().interpreter.defaultFloat(), row, column)
                    .hint(Double.isInfinite(value) ? "correct the cell" : "with dtype(f64) { read_csv(...) } reads numbers up to 1.8e308");
        }
        return value;
    }

    private OpError bad(String what, Row row, int column) {
        return OpError.value("value/csv-cell", what + ": " + name + ", line " + row.line() + ", column " + (column + 1)).label(0, "");
    }

    private String instead(Row row, String cell) {
        for (char other : ";\t|, ".toCharArray()) {
            if (row.cells().size() == 1 && cell.strip().indexOf(other) > 0) {
                return "is the separator another one? Then read_csv(path, separator = \"" + (other == '\t' ? "\\t" : other) + "\")";
            }
        }
        return header ? "the first cell of this column is a number, so all must be: correct the cell, or leave it empty for nan"
                : row.line() == 1 ? "is the first line a header? Then read_csv(path, header = true)"
                : "correct the cell, or read the file with header = true to get text columns as lists";
    }

    /// A decimal number as other programs write it; Java's own forms (`5f`, `0x1p3`) are none.
    private static Optional<Double> parse(String cell) {
        String text = cell.strip();
        if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
            return Optional.of(Double.NaN);
        }
        return Numerals.floating(text);
    }

    private static boolean isInt(String cell) {
        String text = cell.strip();
        int digits = text.startsWith("-") ? 1 : 0;
        if (text.length() == digits || text.length() > 18) {
            return false;
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
