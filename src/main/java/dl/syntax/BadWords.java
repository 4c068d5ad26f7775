package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.source.Span;
import org.antlr.v4.runtime.CommonToken;

/// Explains words that are not dl, and replaces each by the word that was probably meant.
final class BadWords {
    private final CommonToken token;
    private final String text;
    private final Scanner scanner;
    private final Problems problems;

    private BadWords(CommonToken token, Scanner scanner, Problems problems) {
        this.token = token;
        this.text = token.getText();
        this.scanner = scanner;
        this.problems = problems;
    }

    static void report(CommonToken token, Scanner scanner, Problems problems) {
        BadWords word = new BadWords(token, scanner, problems);
        switch (token.getType()) {
            case FOREIGN -> word.foreign();
            case SINGLE_QUOTE -> word.singleQuote();
            case BAD_NUMBER -> word.number();
            case OPEN_STRING -> word.openString();
            case FBAD -> word.inFString();
            case SPEC_BAD -> word.inSpec();
            default -> word.unknown();
        }
    }

    private void error(String code, String message, String hint) {
        problems.report(code, Tokens.span(token), "", message, hint);
    }

    private void replace(int type) {
        token.setType(type);
        scanner.tokens.add(token);
    }

    /// No word can be guessed: the statement is not looked at further.
    private void spoil(int type) {
        replace(type);
        problems.spoiled.add(token);
    }

    // ---- operators

    private void foreign() {
        switch (text) {
            case "**" -> operator(opens() ? "to pass the elements of a list write ...xs" : "power is written `^`", CARET);
            case "**=" -> operator("power is written `^`: x ^= 2", POW_ASSIGN);
            case "&&" -> operator("write `and`; for tensors element by element, `&`", AND);
            case "||" -> operator("write `or`; for tensors element by element, `|`", OR);
            case "!" -> operator("write `not`", NOT);
            case "===" -> operator("write `==`", EQ);
            case "!==", "<>", "≠" -> operator("write `!=`", NE);
            case "=>", "→" -> operator("a function is written x -> x + 1, or fn f(x) = x + 1", ARROW);
            case ":=" -> operator("write `let x = ...` for a new name, `x = ...` to change one", ASSIGN);
            case "←" -> operator("write `=`", ASSIGN);
            case "?" -> {
                error("syntax/foreign-operator", "`?` is not an operator of dl",
                        "a choice is written if c { a } else { b }; help is ?name at the prompt");
                spoil(BLANK);
            }
            case "++=" -> operator("write `+=`", ADD_ASSIGN);
            case "×", "·" -> operator("write `*`, or `@` for a matrix product", STAR);
            case "÷" -> operator("write `/`", SLASH);
            case "≤" -> operator("write `<=`", LE);
            case "≥" -> operator("write `>=`", GE);
            case "≈" -> operator("write close(a, b)", EQ);
            case "−", "–", "—" -> character("minus", "-", MINUS);
            case "∧" -> operator("write `and`", AND);
            case "∨" -> operator("write `or`", OR);
            case "¬" -> operator("write `not`", NOT);
            case "∈" -> operator("write `in`", IN);
            case "∉" -> spoiled("write `not in`");
            case "√" -> spoiled("write sqrt(x)");
            case "∑" -> spoiled("write sum(x), or sum[i](x[i]) over an index");
            case "∏" -> spoiled("write prod(x), or prod[i](x[i]) over an index");
            case "∂", "∇" -> spoiled("a derivative is written grad(f)(x)");
            case "∞" -> spoiled("write inf");
            case "$", "\\", "~", "`" -> spoiled(text.equals("\\")
                    ? "a line continues by itself inside brackets and after an operator"
                    : text.equals("~") ? "write `not`" : "");
            default -> fullWidth();
        }
    }

    private boolean opens() {
        return !scanner.tokens.isEmpty() && (scanner.last().getType() == LPAREN || scanner.last().getType() == COMMA);
    }

    private void operator(String hint, int type) {
        error("syntax/foreign-operator", "`" + text + "` is not an operator of dl", hint);
        replace(type);
    }

    private void spoiled(String hint) {
        error("syntax/foreign-operator", "`" + text + "` is not an operator of dl", hint);
        spoil(BLANK);
    }

    private void fullWidth() {
        switch (text) {
            case "（" -> character("bracket", "(", LPAREN);
            case "）" -> character("bracket", ")", RPAREN);
            case "［", "【" -> character("bracket", "[", LBRACK);
            case "］", "】" -> character("bracket", "]", RBRACK);
            case "｛" -> character("brace", "{", LBRACE);
            case "｝" -> character("brace", "}", RBRACE);
            case "，", "、" -> character("comma", ",", COMMA);
            case "：" -> character("colon", ":", COLON);
            case "；" -> character("semicolon", ";", SEMI);
            case "。" -> character("full stop", ".", DOT);
            case "＝" -> character("equals sign", "=", ASSIGN);
            case "＋" -> character("plus", "+", PLUS);
            case "－" -> character("minus", "-", MINUS);
            case "＊" -> character("asterisk", "*", STAR);
            case "／" -> character("slash", "/", SLASH);
            case "％" -> character("percent sign", "%", PERCENT);
            case "＜" -> character("less-than sign", "<", LT);
            case "＞" -> character("greater-than sign", ">", GT);
            case "｜" -> character("bar", "|", BAR);
            case "＆" -> character("ampersand", "&", AMP);
            case "＾" -> character("caret", "^", CARET);
            case "＠" -> character("at sign", "@", MATMUL);
            case "！" -> operator("write `not`", NOT);
            case "…" -> character("ellipsis", "...", ELLIPSIS);
            case "“", "”", "‘", "’" -> curlyQuote();
            default -> spoiled("");
        }
    }

    private void character(String name, String spelling, int type) {
        if (text.codePointAt(0) > 0xFF00) {
            error("syntax/foreign-character", "`" + text + "` is a full-width " + name,
                    "type `" + spelling + "` with the keyboard at half width");
        } else {
            error("syntax/foreign-character", "`" + text + "` is not the " + name + " of dl", "type `" + spelling + "`");
        }
        replace(type);
    }

    /// What stands between typographic quotes is text, not code: it is skipped with them.
    private void curlyQuote() {
        error("syntax/quotes", "strings stand in straight quotes, not in `" + text + "`", "write \"...\"");
        Span line = restOfLine();
        token.setStopIndex(line.end() - 1);
        scanner.lexer.getInputStream().seek(line.end());
        spoil(STRING);
    }

    /// Up to the closing quote, or the line's end where there is none.
    private Span restOfLine() {
        String source = problems.source.text();
        int end = token.getStopIndex() + 1;
        while (end < source.length() && source.charAt(end) != '\n' && source.charAt(end) != '\r') {
            char c = source.charAt(end++);
            if (c == '”' || c == '’') {
                break;
            }
        }
        return new Span(token.getStartIndex(), end);
    }

    // ---- texts

    private void singleQuote() {
        if (scanner.touches(token) && transposable(scanner.last().getType())) {
            token.setStopIndex(token.getStartIndex());
            scanner.lexer.getInputStream().seek(token.getStartIndex() + 1);
            String operand = scanner.last().getText();
            error("syntax/quotes", "`'` is not an operator of dl",
                    "a transpose is written " + (scanner.last().getType() == ID ? operand : "") + ".T; a prime in a name is ′");
            problems.spoiled.add(scanner.last());
            return;
        }
        boolean closed = text.length() > 1 && text.endsWith("'");
        String inner = text.substring(1, text.length() - (closed ? 1 : 0));
        error("syntax/quotes", "strings stand in double quotes", closed && inner.indexOf('"') < 0 && inner.length() < 40
                ? "write \"" + inner + "\"" : "write \"...\"");
        spoil(STRING);
    }

    private static boolean transposable(int type) {
        return type == ID || type == RPAREN || type == RBRACK;
    }

    private void openString() {
        error("syntax/string-unclosed", "the string is not closed on its line",
                "close it with `\"`; a string over several lines stands in \"\"\"...\"\"\"");
        spoil(STRING);
    }

    private void inFString() {
        if (text.equals("}")) {
            error("syntax/fstring-brace", "a lone `}` in an f-string", "a brace itself is written }}");
        } else {
            error("syntax/unknown-escape", "`\\` at the end of the f-string", "a backslash itself is written \\\\");
        }
        spoil(FTEXT);
    }

    private void inSpec() {
        if (text.equals("{")) {
            error("syntax/format-spec", "a format spec cannot hold `{`",
                    "a spec is plain text without holes: {x:8.3f}");
        } else {
            error("syntax/format-spec", "the hole is not closed", "close it with `}` before the string ends");
        }
        // The rest of the line cannot be told apart from code.
        Span line = restOfLine();
        scanner.lexer.getInputStream().seek(line.end());
        spoil(SPEC_TEXT);
    }

    // ---- numbers

    private void number() {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.'
                || text.charAt(digits) == '_' && digits + 1 < text.length() && Character.isDigit(text.charAt(digits + 1)))) {
            digits++;
        }
        String number = text.substring(0, digits);
        String rest = text.substring(digits);
        String hint;
        if (number.equals("0") && (rest.startsWith("x") || rest.startsWith("b") || rest.startsWith("o")
                || rest.startsWith("X") || rest.startsWith("B"))) {
            hint = "ints are written 255, 0xFF or 0b1111_1111";
        } else if (rest.equals("e") || rest.equals("E")) {
            hint = "an exponent needs digits: " + number + "e3";
        } else if (rest.startsWith("_")) {
            hint = "`_` stands between digits: 1_000";
        } else if (rest.equals("f") || rest.equals("F") || rest.equals("f32") || rest.equals("f64") || rest.equals("L")
                || rest.equals("l") || rest.equals("d")) {
            hint = "numbers have no suffix: they take the type of the tensor that they meet";
        } else if (rest.equals("j") || rest.equals("J")) {
            hint = "an imaginary number is written " + number + "i";
        } else if (rest.equals("in") || rest.equals("and") || rest.equals("or") || rest.equals("if")
                || rest.equals("else")) {
            hint = "put a space between them: " + number + " " + rest;
        } else {
            hint = "to multiply write " + number + "*" + rest + "; a name cannot start with a digit";
        }
        error("syntax/number", "`" + text + "` is not a number", hint);
        spoil(INT);
    }

    // ---- anything else

    private void unknown() {
        int c = text.codePointAt(0);
        if (text.equals("\"")) {
            openString();
            return;
        }
        String name = Character.getName(c);
        String shown = Character.isISOControl(c) || Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT
                ? "an invisible character" : "`" + text + "`";
        error("syntax/unknown-character", shown + " has no meaning in dl",
                "it is U+" + String.format("%04X", c) + (name == null ? "" : " " + name) + "; remove it, or put it into a string");
        if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            return;
        }
        spoil(BLANK);
    }

}
