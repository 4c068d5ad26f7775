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

/// Tables of comma-separated values as tensors.
final class Csv {
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
        if (text.length() != 1) {
            throw Declare.wrong(call, 2, "a separator of one character");
        }
        this.separator = text.charAt(0);
        this.skip = call.has(3) ? ValueFunctions.integer(call, 3) : 0;
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
        boolean text = !rows.isEmpty() && parse(rows.getFirst().cells().get(c)).isEmpty();
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
        return parse(cell).orElseThrow(() -> OpError.value("value/csv-cell",
                "cannot read \"" + cell + "\" as a number: " + name + ", line " + row.line() + ", column " + (column + 1)).label(0, "")
                .hint(row.line() == 1 ? "is the first line a header? Then read_csv(path, header = true)" : "correct the cell, or read the file with header = true to get text columns as lists"));
    }

    private static java.util.Optional<Double> parse(String cell) {
        String text = cell.strip();
        if (text.isEmpty()) {
            return java.util.Optional.of(Double.NaN);
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
