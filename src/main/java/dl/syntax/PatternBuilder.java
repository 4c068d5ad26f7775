package dl.syntax;

import static dl.syntax.AstBuilder.span;
import static dl.syntax.AstBuilder.type;

import dl.source.Span;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/// Makes patterns, parameters and annotations.
final class PatternBuilder {
    private final AstBuilder builder;
    private final Problems problems;

    PatternBuilder(AstBuilder builder) {
        this.builder = builder;
        this.problems = builder.problems;
    }

    // ---- patterns

    Pattern pattern(PatternContext c) {
        if (c.ID() != null) {
            return new Pattern.Name(span(c), Literals.name(c.ID()));
        }
        return c.tuplePattern() != null ? tuple(c.tuplePattern()) : fields(c.recordPattern());
    }

    Pattern tuple(TuplePatternContext c) {
        List<Pattern> elements = new ArrayList<>();
        Optional<Pattern.Name> rest = Optional.empty();
        for (PatternItemContext item : c.patternItem()) {
            checkRestIsLast(rest);
            if (item.ELLIPSIS() != null) {
                rest = Optional.of(new Pattern.Name(span(item.ID()), Literals.name(item.ID())));
            } else {
                elements.add(pattern(item.pattern()));
            }
        }
        return new Pattern.Tuple(span(c), List.copyOf(elements), rest);
    }

    Pattern fields(RecordPatternContext c) {
        List<Pattern.KeyPattern> fields = new ArrayList<>();
        Optional<Pattern.Name> rest = Optional.empty();
        for (FieldPatternContext field : c.fieldPattern()) {
            checkRestIsLast(rest);
            if (field.ELLIPSIS() != null) {
                rest = Optional.of(new Pattern.Name(span(field.ID()), Literals.name(field.ID())));
                continue;
            }
            TerminalNode keyNode = (TerminalNode) field.getChild(0);
            Token key = keyNode.getSymbol();
            String name = key.getType() == DlParser.STRING ? Literals.string(key, problems) : Literals.name(keyNode);
            Span keySpan = Tokens.span(key);
            if (field.pattern() != null) {
                fields.add(new Pattern.KeyPattern(name, keySpan, pattern(field.pattern())));
            } else {
                if (key.getType() == DlParser.STRING) {
                    problems.report("syntax/key-without-value", keySpan, "", "a quoted key needs a name to bind",
                            "write " + key.getText() + ": name");
                }
                fields.add(new Pattern.KeyPattern(name, keySpan, new Pattern.Name(keySpan, name)));
            }
        }
        return new Pattern.Fields(span(c), List.copyOf(fields), rest);
    }

    private void checkRestIsLast(Optional<Pattern.Name> rest) {
        if (rest.isPresent()) {
            problems.report("syntax/rest-not-last", rest.get().span(), "", "`..." + rest.get().name() + "` must stand last",
                    "it takes what the others leave");
        }
    }

    void checkNames(Pattern pattern) {
        if (!(pattern instanceof Pattern.Name)) {
            checkNames(pattern, new NameSet(), "pattern");
        }
    }

    private void checkNames(Pattern pattern, NameSet names, String where) {
        switch (pattern) {
            case Pattern.Name name -> checkName(name.name(), name.span(), names, where);
            case Pattern.Tuple tuple -> {
                for (Pattern element : tuple.elements()) {
                    checkNames(element, names, where);
                }
                if (tuple.rest().isPresent()) {
                    checkNames(tuple.rest().get(), names, where);
                }
            }
            case Pattern.Fields fields -> {
                for (Pattern.KeyPattern field : fields.fields()) {
                    checkNames(field.pattern(), names, where);
                }
                if (fields.rest().isPresent()) {
                    checkNames(fields.rest().get(), names, where);
                }
            }
        }
    }

    private void checkName(String name, Span span, NameSet names, String where) {
        Span first = names.add(name, span);
        if (first != null) {
            boolean parameter = where.equals("parameter");
            problems.report(problems.error(parameter ? "syntax/duplicate-parameter" : "syntax/duplicate-name", span,
                    "again", first, "first here",
                    parameter ? "two parameters are called `" + name + "`" : "the pattern binds `" + name + "` twice",
                    "use `_` for a value that is not needed"));
        }
    }

    // ---- parameters

    Parameters parameters(ParametersContext c) {
        List<Parameter.Positional> positional = new ArrayList<>();
        List<Parameter.Named> named = new ArrayList<>();
        Optional<Parameter.Rest> rest = Optional.empty();
        NameSet names = new NameSet();
        for (int i = 0; i < c.getChildCount(); i++) {
            ParseTree child = c.getChild(i);
            if (child instanceof NamedParameterContext parameter) {
                named.add(named(parameter, names));
            } else if (child instanceof ParameterContext parameter) {
                if (rest.isPresent()) {
                    problems.report("syntax/rest-not-last", rest.get().span(), "",
                            "`..." + rest.get().name() + "` must be the last positional parameter",
                            "parameters behind it are named: put them after `;`");
                }
                if (parameter.ELLIPSIS() != null) {
                    String name = Literals.name(parameter.ID());
                    checkName(name, span(parameter.ID()), names, "parameter");
                    rest = Optional.of(new Parameter.Rest(span(parameter), name));
                } else {
                    positional.add(positional(parameter, names));
                }
            }
        }
        return new Parameters(positional, rest, named);
    }

    private Parameter.Positional positional(ParameterContext c, NameSet names) {
        Pattern pattern = pattern(c.pattern());
        checkNames(pattern, names, "parameter");
        if (c.ASSIGN() != null) {
            String text = problems.source.slice(span(c));
            problems.report("syntax/default-before-semicolon", span(c), "",
                    "a parameter with a default must stand after `;`", "put `;` before it: (...; " + text + ")");
        }
        return new Parameter.Positional(span(c), pattern, type(c.type()));
    }

    private Parameter.Named named(NamedParameterContext c, NameSet names) {
        String name = Literals.name(c.ID());
        checkName(name, span(c.ID()), names, "parameter");
        ExpressionContext value = c.expression();
        return new Parameter.Named(span(c), name, type(c.type()),
                value == null ? Optional.empty() : Optional.of(builder.expression(value)));
    }

    // ---- annotations

    Optional<TypeExpr> type(@Nullable TypeContext c) {
        return c == null ? Optional.empty() : Optional.of(typeOf(c));
    }

    private TypeExpr typeOf(TypeContext c) {
        if (c.tupleType() != null) {
            List<TypeExpr> elements = new ArrayList<>();
            for (TypeContext element : c.tupleType().type()) {
                elements.add(typeOf(element));
            }
            return new TypeExpr.Tuple(span(c), List.copyOf(elements));
        }
        if (c.sizes() == null) {
            return new TypeExpr.Named(span(c), Literals.name(c.ID()));
        }
        List<SizeExpr> sizes = new ArrayList<>();
        for (SizeContext size : c.sizes().size()) {
            if (size.expression() != null) {
                sizes.add(new SizeExpr.Of(span(size), builder.expression(size.expression())));
            } else {
                sizes.add(new SizeExpr.Rest(
                        span(size), size.ID() == null ? Optional.empty() : Optional.of(Literals.name(size.ID()))));
            }
        }
        return new TypeExpr.Tensor(
                span(c), c.ID() == null ? Optional.empty() : Optional.of(Literals.name(c.ID())), List.copyOf(sizes));
    }
}
