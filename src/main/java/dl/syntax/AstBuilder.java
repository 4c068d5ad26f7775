package dl.syntax;

import dl.source.Span;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/// Makes the syntax records of statements and definitions from ANTLR's parse tree, and checks what the grammar cannot.
final class AstBuilder {
    final Problems problems;
    private final Map<Token, String> docs;
    private final ExpressionBuilder expressions;
    private final PatternBuilder patterns;

    // Where the statement that is being built stands.
    private int functions;
    private int loops;
    private int blocks;

    AstBuilder(Problems problems, Map<Token, String> docs) {
        this.problems = problems;
        this.docs = docs;
        this.expressions = new ExpressionBuilder(this);
        this.patterns = new PatternBuilder(this);
    }

    Program program(ProgramContext c) {
        int end = problems.source.text().length();
        return new Program(new Span(0, end), statements(c.statements()));
    }

    // ---- helpers

    static Span span(ParserRuleContext c) {
        return Tokens.span(c.getStart()).to(Tokens.span(c.getStop()));
    }

    static Span span(TerminalNode node) {
        return Tokens.span(node.getSymbol());
    }

    static int type(ParseTree child) {
        return child instanceof TerminalNode node ? node.getSymbol().getType() : Token.INVALID_TYPE;
    }

    Expr expression(ExpressionContext c) {
        return expressions.expression(c);
    }

    PatternBuilder patterns() {
        return patterns;
    }

    private String doc(ParserRuleContext c) {
        return docs.getOrDefault(c.getStart(), "");
    }

    /// What `return` and `break` refer to changes at a function's border.
    record Surroundings(int functions, int loops) {}

    Surroundings enterFunction() {
        Surroundings outside = new Surroundings(functions, loops);
        functions++;
        loops = 0;
        return outside;
    }

    void leave(Surroundings outside) {
        functions = outside.functions;
        loops = outside.loops;
    }

    // ---- statements

    List<Stmt> statements(StatementsContext c) {
        if (c.children == null) {
            return List.of();
        }
        List<Stmt> statements = new ArrayList<>(c.children.size());
        for (ParseTree child : c.children) {
            if (child instanceof StatementContext statement && type(statement.getChild(0)) != DlParser.BLANK) {
                statements.add(statement(statement));
            }
        }
        return List.copyOf(statements);
    }

    private Stmt statement(StatementContext c) {
        ParseTree child = c.getChild(0);
        if (child instanceof TerminalNode node) {
            return jump(node);
        }
        ParserRuleContext rule = (ParserRuleContext) child;
        return switch (rule.getRuleIndex()) {
            case DlParser.RULE_assignment -> assignment((AssignmentContext) rule);
            case DlParser.RULE_binding -> binding((BindingContext) rule);
            case DlParser.RULE_function -> function((FunctionContext) rule);
            case DlParser.RULE_layer -> layer((LayerContext) rule);
            case DlParser.RULE_test -> test((TestContext) rule);
            case DlParser.RULE_importStatement -> imports((ImportStatementContext) rule);
            case DlParser.RULE_returnStatement -> returns((ReturnStatementContext) rule);
            case DlParser.RULE_throwStatement ->
                new Stmt.Throw(span(rule), expression(((ThrowStatementContext) rule).expression()));
            case DlParser.RULE_assertion -> assertion((AssertionContext) rule);
            default -> throw new IllegalStateException("statement " + rule.getRuleIndex());
        };
    }

    private Stmt jump(TerminalNode node) {
        boolean isBreak = type(node) == DlParser.BREAK;
        if (loops == 0) {
            String word = isBreak ? "break" : "continue";
            problems.report("syntax/" + word + "-outside-loop", span(node), "", "`" + word + "` stands outside a loop",
                    functions > 0 ? "in a function, `return` leaves it" : "it belongs into the body of `for` or `while`");
        }
        return isBreak ? new Stmt.Break(span(node)) : new Stmt.Continue(span(node));
    }

    private Stmt returns(ReturnStatementContext c) {
        if (functions == 0) {
            problems.report("syntax/return-outside-fn", Tokens.span(c.getStart()), "", "`return` stands outside a function",
                    "a block's value is its last expression; write the value alone");
        }
        ExpressionContext value = c.expression();
        return new Stmt.Return(span(c), value == null ? Optional.empty() : Optional.of(expression(value)));
    }

    private Stmt assertion(AssertionContext c) {
        Expr condition = expression(c.expression(0));
        ExpressionContext message = c.expression(1);
        return new Stmt.Assert(
                span(c), condition, message == null ? Optional.empty() : Optional.of(expression(message)));
    }

    private Stmt imports(ImportStatementContext c) {
        if (blocks > 0) {
            problems.report("syntax/import-nested", span(c), "", "`import` stands inside a block",
                    "imports belong to the top level of a file: move it to the beginning");
        }
        List<ImportName> names = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        Span pathSpan = null;
        boolean isFile = false;
        Optional<String> alias = Optional.empty();
        boolean aliasNext = false;
        for (ParseTree child : c.children) {
            switch (type(child)) {
                case DlParser.AS -> aliasNext = true;
                case DlParser.DOT -> path.append('.');
                case DlParser.STRING -> {
                    isFile = true;
                    pathSpan = span((TerminalNode) child);
                    path.append(Literals.string(((TerminalNode) child).getSymbol(), problems));
                }
                case DlParser.ID -> {
                    TerminalNode node = (TerminalNode) child;
                    if (aliasNext) {
                        alias = Optional.of(Literals.name(node));
                    } else {
                        path.append(Literals.name(node));
                        pathSpan = pathSpan == null ? span(node) : pathSpan.to(span(node));
                    }
                }
                default -> {
                    if (child instanceof ImportNameContext name) {
                        names.add(importName(name));
                    }
                }
            }
        }
        return new Stmt.Import(span(c), path.toString(), pathSpan, isFile, alias, List.copyOf(names));
    }

    private static ImportName importName(ImportNameContext c) {
        String name = Literals.name(c.ID(0));
        return new ImportName(span(c), name, c.ID(1) == null ? name : Literals.name(c.ID(1)));
    }

    private Stmt assignment(AssignmentContext c) {
        Expr target = expression(c.expression(0));
        if (c.getChildCount() == 1) {
            return new Stmt.Expression(span(c), target);
        }
        Token operator = ((TerminalNode) c.getChild(1)).getSymbol();
        Expr value = expression(c.expression(1));
        Optional<BinaryOperator> combined = combined(operator.getType());
        Targets.check(target, combined.isPresent() ? operator.getText() : "", problems);
        return new Stmt.Assign(span(c), target, combined, value);
    }

    private static Optional<BinaryOperator> combined(int token) {
        return switch (token) {
            case DlParser.ADD_ASSIGN -> Optional.of(BinaryOperator.ADD);
            case DlParser.SUB_ASSIGN -> Optional.of(BinaryOperator.SUBTRACT);
            case DlParser.MUL_ASSIGN -> Optional.of(BinaryOperator.MULTIPLY);
            case DlParser.DIV_ASSIGN -> Optional.of(BinaryOperator.DIVIDE);
            case DlParser.FLOOR_ASSIGN -> Optional.of(BinaryOperator.FLOOR_DIVIDE);
            case DlParser.MOD_ASSIGN -> Optional.of(BinaryOperator.REMAINDER);
            case DlParser.POW_ASSIGN -> Optional.of(BinaryOperator.POWER);
            case DlParser.MATMUL_ASSIGN -> Optional.of(BinaryOperator.MATMUL);
            default -> Optional.empty();
        };
    }

    private Stmt binding(BindingContext c) {
        boolean mutable = c.VAR() != null;
        Optional<TypeExpr> type = patterns.type(c.type());
        if (c.indexBinders() != null) {
            return indexBinding(c, mutable);
        }
        Pattern pattern = c.ID() != null
                ? new Pattern.Name(span(c.ID()), Literals.name(c.ID()))
                : c.tuplePattern() != null ? patterns.tuple(c.tuplePattern()) : patterns.fields(c.recordPattern());
        patterns.checkNames(pattern);
        return new Stmt.Binding(span(c), mutable, pattern, type, expression(c.expression()), doc(c));
    }

    private Stmt indexBinding(BindingContext c, boolean mutable) {
        if (c.type() != null) {
            problems.report("syntax/index-notation-type", span(c.type()), "", "index notation takes no annotation",
                    "its sizes come from the right-hand side; put `in 0..n` behind an index to fix one");
        }
        List<Binder> binders = new ArrayList<>();
        NameSet indices = new NameSet();
        for (BinderContext binder : c.indexBinders().binder()) {
            Span span = span(binder);
            if (binder.ID() == null) {
                binders.add(binder.COLON() != null ? new Binder.WholeAxis(span) : new Binder.Rest(span));
                continue;
            }
            String name = Literals.name(binder.ID());
            Span first = indices.add(name, span(binder.ID()));
            if (first != null) {
                problems.report(problems.error("syntax/duplicate-index", span(binder.ID()), "again", first, "first here",
                        "the index `" + name + "` stands twice on the left",
                        "each axis of the result needs its own index; a diagonal is written on the right: A[i, i]"));
            }
            ExpressionContext range = binder.expression();
            binders.add(new Binder.Index(
                    span, name, range == null ? Optional.empty() : Optional.of(expression(range))));
        }
        return new Stmt.IndexBinding(span(c), mutable, Literals.name(c.ID()), span(c.ID()), List.copyOf(binders),
                expression(c.expression()));
    }

    // ---- definitions

    private Stmt.FunctionDecl function(FunctionContext c) {
        Parameters parameters = patterns.parameters(c.parameters());
        Optional<TypeExpr> result = patterns.type(c.type());
        Surroundings outside = enterFunction();
        Expr body = c.body() != null ? body(c.body()) : expression(c.expression());
        leave(outside);
        return new Stmt.FunctionDecl(
                span(c), Literals.name(c.ID()), span(c.ID()), parameters, result, body, doc(c));
    }

    private Stmt layer(LayerContext c) {
        Parameters parameters = patterns.parameters(c.parameters());
        Surroundings outside = enterFunction();
        functions = 0;
        blocks++;
        List<LayerItem> items = new ArrayList<>();
        for (ParseTree child : c.children) {
            if (child instanceof LayerItemContext item) {
                if (item.function() != null) {
                    items.add(new LayerItem.Method(span(item), function(item.function())));
                } else if (item.layerField() != null) {
                    items.add(layerField(item.layerField()));
                }
            }
        }
        blocks--;
        leave(outside);
        return new Stmt.LayerDecl(
                span(c), Literals.name(c.ID()), span(c.ID()), parameters, List.copyOf(items), doc(c));
    }

    private LayerItem layerField(LayerFieldContext c) {
        LayerItem.FieldKind kind = switch (c.getStart().getType()) {
            case DlParser.PARAM -> LayerItem.FieldKind.PARAM;
            case DlParser.STATE -> LayerItem.FieldKind.STATE;
            default -> LayerItem.FieldKind.LET;
        };
        return new LayerItem.Field(span(c), kind, Literals.name(c.ID()), span(c.ID()), patterns.type(c.type()),
                expression(c.expression()), doc(c));
    }

    private Stmt test(TestContext c) {
        String title = Literals.string(c.STRING().getSymbol(), problems);
        if (blocks > 0) {
            problems.report("syntax/test-nested", span(c.STRING()), "", "`test` stands inside a block",
                    "tests belong to the top level of a file: move it out of the braces");
        }
        Surroundings outside = enterFunction();
        Expr.Block body = c.block() != null
                ? block(c.block())
                : new Expr.Block(span(c.EMPTY_OPEN()).to(span(c.RBRACE())), List.of());
        leave(outside);
        return new Stmt.TestDecl(span(c), title, body);
    }

    // ---- blocks

    Expr.Block block(BlockContext c) {
        blocks++;
        List<Stmt> statements = statements(c.statements());
        blocks--;
        return new Expr.Block(span(c), statements);
    }

    Expr body(BodyContext c) {
        if (c.block() != null) {
            return block(c.block());
        }
        return c.record() != null ? expressions.record(c.record(), c.record().children) : new Expr.Block(span(c), List.of());
    }

    Expr loopBody(BodyContext c) {
        loops++;
        Expr body = body(c);
        loops--;
        return body;
    }
}
