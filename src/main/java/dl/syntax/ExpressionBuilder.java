package dl.syntax;

import static dl.syntax.AstBuilder.span;
import static dl.syntax.AstBuilder.type;

import dl.source.Span;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/// Makes expressions. Rows of operators are grouped by [OperatorRow]; chains of calls and fields by a loop.
final class ExpressionBuilder {
    final AstBuilder builder;
    final Problems problems;
    /// How many operators wait for their right side, over all expressions that are being built.
    int pending;
    /// Open index brackets, where `2i` is surely meant as `2*i`.
    private int indices;

    ExpressionBuilder(AstBuilder builder) {
        this.builder = builder;
        this.problems = builder.problems;
    }

    Expr expression(ExpressionContext c) {
        List<ParseTree> children = c.children;
        OperandContext first = (OperandContext) children.getFirst();
        if (children.size() == 1 && !OperatorRow.isPrefix(first.getChild(0))) {
            return operand(first, 0);
        }
        return new OperatorRow(this).group(children);
    }

    /// A primary with the calls, indices and fields behind it.
    ///
    /// @param from the position of the primary among the children, after the prefix operators
    Expr operand(OperandContext c, int from) {
        Expr value = primary(c.getChild(from));
        for (int i = from + 1; i < c.getChildCount(); i++) {
            ParserRuleContext postfix = (ParserRuleContext) c.getChild(i);
            Span span = value.span().to(span(postfix));
            value = switch (postfix.getRuleIndex()) {
                case DlParser.RULE_field -> {
                    TerminalNode key = ((FieldContext) postfix).ID();
                    yield new Expr.Field(span, value, Literals.name(key), span(key));
                }
                case DlParser.RULE_call -> new Expr.Call(span, value, arguments(((CallContext) postfix).arguments()));
                case DlParser.RULE_subscript -> new Expr.Index(span, value, indices((SubscriptContext) postfix));
                default -> throw new IllegalStateException("postfix " + postfix.getRuleIndex());
            };
        }
        return value;
    }

    // ---- primaries

    private Expr primary(ParseTree c) {
        if (c instanceof TerminalNode node) {
            return word(node);
        }
        ParserRuleContext rule = (ParserRuleContext) c;
        return switch (rule.getRuleIndex()) {
            case DlParser.RULE_parentheses -> parentheses((ParenthesesContext) rule);
            case DlParser.RULE_brackets -> brackets((BracketsContext) rule);
            case DlParser.RULE_record, DlParser.RULE_shortRecord -> record(rule, rule.children);
            case DlParser.RULE_emptyRecord -> new Expr.RecordLiteral(span(rule), List.of());
            case DlParser.RULE_block -> builder.block((BlockContext) rule);
            case DlParser.RULE_fstring -> fstring((FstringContext) rule);
            case DlParser.RULE_conditional -> conditional((ConditionalContext) rule);
            case DlParser.RULE_forLoop -> forLoop((ForLoopContext) rule);
            case DlParser.RULE_whileLoop -> {
                WhileLoopContext loop = (WhileLoopContext) rule;
                yield new Expr.While(span(rule), expression(loop.expression()), builder.loopBody(loop.body()));
            }
            case DlParser.RULE_withBlock -> withBlock((WithBlockContext) rule);
            case DlParser.RULE_tryCatch -> tryCatch((TryCatchContext) rule);
            default -> throw new IllegalStateException("primary " + rule.getRuleIndex());
        };
    }

    private Expr word(TerminalNode node) {
        Span span = span(node);
        return switch (type(node)) {
            case DlParser.ID -> new Expr.Name(span, Literals.name(node));
            case DlParser.INT -> new Expr.IntLiteral(span, Literals.integer(node.getSymbol(), problems));
            case DlParser.FLOAT -> new Expr.FloatLiteral(span, Literals.floating(node.getSymbol(), problems));
            case DlParser.IMAGINARY -> imaginary(node.getSymbol(), span);
            case DlParser.STRING -> new Expr.StringLiteral(span, Literals.string(node.getSymbol(), problems));
            case DlParser.TRUE -> new Expr.BoolLiteral(span, true);
            case DlParser.FALSE -> new Expr.BoolLiteral(span, false);
            case DlParser.NIL -> new Expr.NilLiteral(span);
            default -> throw new IllegalStateException("primary " + node.getText());
        };
    }

    private Expr imaginary(Token token, Span span) {
        if (indices > 0) {
            String factor = token.getText().substring(0, token.getText().length() - 1);
            problems.report("syntax/imaginary-index", span, "an imaginary number",
                    "`" + token.getText() + "` is an imaginary number and cannot be an index",
                    "write " + factor + "*i");
        }
        return new Expr.ImaginaryLiteral(span, Literals.imaginary(token, problems));
    }

    private Expr parentheses(ParenthesesContext c) {
        List<ExpressionContext> inner = c.expression();
        if (inner.size() == 1 && c.LAST_COMMA() == null) {
            return new Expr.Paren(span(c), expression(inner.getFirst()));
        }
        List<Expr> elements = new ArrayList<>(inner.size());
        for (ExpressionContext element : inner) {
            elements.add(expression(element));
        }
        return new Expr.Tuple(span(c), List.copyOf(elements));
    }

    private Expr brackets(BracketsContext c) {
        List<Element> elements = new ArrayList<>();
        for (ParseTree child : c.children) {
            if (child instanceof ElementContext element) {
                elements.add(new Element(
                        span(element), element.ELLIPSIS() != null, expression(element.expression())));
            }
        }
        return new Expr.Bracket(span(c), List.copyOf(elements));
    }

    Expr record(ParserRuleContext c, List<ParseTree> children) {
        List<Entry> entries = new ArrayList<>();
        NameSet keys = new NameSet();
        for (ParseTree child : children) {
            if (child instanceof EntryContext entry) {
                entries.add(entry(entry, keys));
            }
        }
        return new Expr.RecordLiteral(span(c), List.copyOf(entries));
    }

    private Entry entry(EntryContext c, NameSet keys) {
        if (c.ELLIPSIS() != null) {
            return new Entry.Spread(span(c), expression(c.expression()));
        }
        TerminalNode node = (TerminalNode) c.getChild(0);
        Span span = span(node);
        boolean quoted = type(node) == DlParser.STRING;
        String key = quoted ? Literals.string(node.getSymbol(), problems) : Literals.name(node);
        Span first = keys.add(key, span);
        if (first != null) {
            problems.report(problems.error("syntax/duplicate-key", span, "again", first, "first here",
                    "the record has the key `" + key + "` twice", "remove one of the two"));
        }
        if (c.expression() != null) {
            return new Entry.Keyed(span(c), key, expression(c.expression()));
        }
        if (quoted) {
            problems.report("syntax/key-without-value", span, "", "a quoted key needs a value",
                    "write " + node.getText() + ": value");
        }
        return new Entry.Keyed(span(c), key, new Expr.Name(span, key));
    }

    private Expr fstring(FstringContext c) {
        List<FStringPart> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Span textSpan = null;
        for (ParseTree child : c.children) {
            if (child instanceof HoleContext hole) {
                if (textSpan != null) {
                    parts.add(new FStringPart.Text(textSpan, text.toString()));
                    text = new StringBuilder();
                    textSpan = null;
                }
                String spec = hole.SPEC_TEXT() == null ? "" : hole.SPEC_TEXT().getText();
                parts.add(new FStringPart.Hole(span(hole), expression(hole.expression()), spec));
            } else if (type(child) == DlParser.FTEXT) {
                Token token = ((TerminalNode) child).getSymbol();
                text.append(Literals.fstringText(token, problems));
                Span span = Tokens.span(token);
                textSpan = textSpan == null ? span : textSpan.to(span);
            }
        }
        if (textSpan != null) {
            parts.add(new FStringPart.Text(textSpan, text.toString()));
        }
        return new Expr.FString(span(c), List.copyOf(parts));
    }

    // ---- control

    private Expr conditional(ConditionalContext c) {
        List<ExpressionContext> conditions = c.expression();
        List<BodyContext> bodies = c.body();
        List<Expr.Branch> branches = new ArrayList<>(conditions.size());
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Expr.Branch(expression(conditions.get(i)), builder.body(bodies.get(i))));
        }
        Optional<Expr> otherwise = bodies.size() > conditions.size()
                ? Optional.of(builder.body(bodies.getLast()))
                : Optional.empty();
        return new Expr.If(span(c), List.copyOf(branches), otherwise);
    }

    private Expr forLoop(ForLoopContext c) {
        Pattern pattern = builder.patterns().pattern(c.pattern());
        builder.patterns().checkNames(pattern);
        return new Expr.For(span(c), pattern, expression(c.expression()), builder.loopBody(c.body()));
    }

    private Expr withBlock(WithBlockContext c) {
        List<Context> contexts = new ArrayList<>();
        for (ContextContext context : c.context()) {
            contexts.add(new Context(span(context), Literals.name(context.ID()),
                    context.arguments() == null ? List.of() : arguments(context.arguments())));
        }
        return new Expr.With(span(c), List.copyOf(contexts), builder.body(c.body()));
    }

    private Expr tryCatch(TryCatchContext c) {
        Expr body = builder.body(c.body(0));
        return new Expr.Try(span(c), body, Literals.name(c.ID()), span(c.ID()), builder.body(c.body(1)));
    }

    // ---- arguments and indices

    private List<Argument> arguments(ArgumentsContext c) {
        if (c.children == null) {
            return List.of();
        }
        List<Argument> arguments = new ArrayList<>(c.children.size());
        NameSet names = new NameSet();
        Span named = null;
        boolean afterSemicolon = false;
        for (ParseTree child : c.children) {
            afterSemicolon |= type(child) == DlParser.SEMI;
            if (!(child instanceof ArgumentContext a)) {
                continue;
            }
            Argument argument = argument(a);
            arguments.add(argument);
            if (argument instanceof Argument.Named n) {
                named = n.span();
                Span first = names.add(n.name(), n.nameSpan());
                if (first != null) {
                    problems.report(problems.error("syntax/duplicate-argument", n.nameSpan(), "again", first,
                            "first here", "the argument `" + n.name() + "` is given twice", "remove one of the two"));
                }
            } else if (afterSemicolon) {
                problems.report("syntax/positional-after-semicolon", argument.span(), "this has no name",
                        "after `;` every argument is named",
                        "write name = " + problems.source.slice(argument.span()) + ", or a comma in place of `;`");
            } else if (named != null) {
                problems.report(problems.error("syntax/positional-after-named", argument.span(), "this has no name",
                        named, "named", "an argument without a name follows a named one",
                        "put the arguments without a name first"));
            }
        }
        return List.copyOf(arguments);
    }

    private Argument argument(ArgumentContext c) {
        Span span = span(c);
        if (c.ELLIPSIS() != null) {
            return new Argument.Spread(span, expression(c.expression(0)));
        }
        Expr first = expression(c.expression(0));
        if (c.ASSIGN() == null) {
            return new Argument.Positional(span, first);
        }
        Expr value = expression(c.expression(1));
        if (first instanceof Expr.Name name) {
            return new Argument.Named(span, name.name(), name.span(), value);
        }
        problems.report("syntax/argument-name", first.span(), "not a name",
                "an argument is named by a plain name: f(lr = 1)",
                "a comparison is written ==; an assignment cannot stand inside a call");
        return new Argument.Positional(span, value);
    }

    private List<IndexItem> indices(SubscriptContext c) {
        indices++;
        List<IndexItem> items = new ArrayList<>();
        for (ParseTree child : c.children) {
            if (child instanceof IndexContext index) {
                items.add(index(index));
            }
        }
        indices--;
        return List.copyOf(items);
    }

    private IndexItem index(IndexContext c) {
        Span span = span(c);
        if (c.ELLIPSIS() != null) {
            return new IndexItem.Ellipsis(span);
        }
        Optional<Expr> start = c.expression() == null ? Optional.empty() : Optional.of(expression(c.expression()));
        if (c.slice() == null) {
            return new IndexItem.At(span, start.orElseThrow());
        }
        Optional<Expr> stop = Optional.empty();
        Optional<Expr> step = Optional.empty();
        int colons = 0;
        for (ParseTree child : c.slice().children) {
            if (!(child instanceof ExpressionContext expression)) {
                colons++;
            } else if (colons == 1) {
                stop = Optional.of(expression(expression));
            } else {
                step = Optional.of(expression(expression));
            }
        }
        return new IndexItem.Slice(span, start, stop, step);
    }
}
