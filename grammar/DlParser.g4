/**
 * The sentences of dl, over the tokens that dl.syntax.Shaper prepared.
 *
 * Every decision takes one token. That keeps a cold start fast (no prediction machinery runs) and an error exact: the
 * token that does not fit is the token that is reported. Two things follow from it:
 *
 *  - An expression is a flat row of operands and operators. How tightly each operator binds is written once, in
 *    dl.syntax.Precedence; a chain of thousands of operators needs no recursion.
 *  - Where two forms begin alike, one rule takes both and dl.syntax.AstBuilder tells them apart, with a message where
 *    neither is meant: 'f(x = 1)' and 'f(x)', '{x: 1}' and '{x}', a parameter before ';' with a default.
 *
 * Single tokens have no rules of their own: each rule costs a call and a node of the tree.
 */
parser grammar DlParser;

options { tokenVocab = DlLexer; }

@members {
  /** How deeply things may stand within each other; it stays far from the end of a thread's stack. */
  public static final int NESTING_LIMIT = 200;

  /** Thrown where an expression is nested too deeply; it carries no stack trace because it marks a place in a text. */
  public static final class TooDeep extends RuntimeException {
    TooDeep() {
      super(null, null, false, false);
    }
  }

  private int depth;

  private static boolean nests(int ruleIndex) {
    return ruleIndex == RULE_expression || ruleIndex == RULE_function || ruleIndex == RULE_pattern || ruleIndex == RULE_type;
  }

  @Override
  public void enterRule(ParserRuleContext localctx, int state, int ruleIndex) {
    super.enterRule(localctx, state, ruleIndex);
    if (nests(ruleIndex) && ++depth > NESTING_LIMIT) throw new TooDeep();
  }

  @Override
  public void exitRule() {
    if (nests(_ctx.getRuleIndex())) depth--;
    super.exitRule();
  }
}

program : statements EOF ;

// ---- statements

statements : statement? ((NEWLINE | SEMI) statement?)* ;

statement
  : importStatement | function | layer | test | binding
  | returnStatement | BREAK | CONTINUE | throwStatement | assertion
  | assignment
  | BLANK
  ;

importStatement : IMPORT (ID (DOT ID)* | STRING) (AS ID | COLON importName (COMMA importName)*)? ;
importName : ID (AS ID)? ;

function : FN ID LPAREN parameters RPAREN (ARROW type)? (ASSIGN expression | body) ;

layer : LAYER ID LPAREN parameters RPAREN (LBRACE layerItem? ((NEWLINE | SEMI) layerItem?)* | EMPTY_OPEN) RBRACE ;
layerItem : layerField | function | BLANK ;
layerField : (PARAM | STATE | LET) ID (COLON type)? ASSIGN expression ;

test : TEST STRING (block | EMPTY_OPEN RBRACE) ;

binding : (LET | VAR) (ID indexBinders? | tuplePattern | recordPattern) (COLON type)? ASSIGN expression ;
indexBinders : LBRACK binder (COMMA binder)* LAST_COMMA? RBRACK ;      // let C[i, j in 0..n, :] = ...
binder : ID (IN expression)? | COLON | ELLIPSIS ;

returnStatement : RETURN expression? ;
throwStatement : THROW expression ;
assertion : ASSERT expression (COMMA expression)? ;

// also a statement that is only an expression
assignment
  : expression
    ( ( ASSIGN | ADD_ASSIGN | SUB_ASSIGN | MUL_ASSIGN | DIV_ASSIGN | FLOOR_ASSIGN | MOD_ASSIGN | POW_ASSIGN | MATMUL_ASSIGN )
      expression )? ;

// ---- blocks

block : LBRACE statements RBRACE ;
body : block | record | EMPTY_OPEN RBRACE ;      // what follows a header: braces, always

// ---- parameters, patterns, types

parameters : (parameter (COMMA parameter)* LAST_COMMA?)? (SEMI namedParameter (COMMA namedParameter)* LAST_COMMA?)? ;
parameter : ELLIPSIS ID | pattern (COLON type)? (ASSIGN expression)? ;
namedParameter : ID (COLON type)? (ASSIGN expression)? ;

pattern : ID | tuplePattern | recordPattern ;
tuplePattern : (LPAREN | NEW_PAREN) patternItem (COMMA patternItem)* LAST_COMMA? RPAREN ;
patternItem : ELLIPSIS ID | pattern ;
recordPattern : (LBRACE | REC_OPEN | SHORT_OPEN) fieldPattern (COMMA fieldPattern)* LAST_COMMA? RBRACE ;
fieldPattern : ELLIPSIS ID | (ID | STRING) (COLON pattern)? ;

type : ID (LBRACK sizes RBRACK)? | (LBRACK | NEW_BRACK) sizes RBRACK | tupleType ;
tupleType : (LPAREN | NEW_PAREN) type (COMMA type)* LAST_COMMA? RPAREN ;
sizes : (size (COMMA size)* LAST_COMMA?)? ;
size : ELLIPSIS ID? | expression ;

// ---- expressions

expression : operand (
    ( ( OR | BAR
      | AND | AMP
      | EQ | NE | LT | LE | GT | GE | IN
      | PIPE
      | RANGE | RANGE_IN
      | PLUS | MINUS
      | STAR | SLASH | FLOOR | PERCENT | MATMUL
      | CARET
      )
    | NOT IN
    ) operand )* ;

operand
  : (MINUS | NOT | lambdaHead)*
    ( (ID | INT | FLOAT | IMAGINARY | STRING | TRUE | FALSE | NIL)
    | fstring | parentheses | brackets | record | shortRecord | emptyRecord | block
    | conditional | forLoop | whileLoop | withBlock | tryCatch
    )
    (field | call | subscript)* ;

lambdaHead : LAMBDA_NAME ARROW | LAMBDA_OPEN parameters RPAREN ARROW ;

field : DOT ID ;
call : LPAREN arguments RPAREN ;
subscript : LBRACK index (COMMA index)* LAST_COMMA? RBRACK ;

arguments : (argument (COMMA argument)* LAST_COMMA?)? (SEMI argument (COMMA argument)* LAST_COMMA?)? ;
argument : ELLIPSIS expression | expression (ASSIGN expression)? ;
index : ELLIPSIS | expression slice? | slice ;
slice : COLON expression? (COLON expression?)? ;

fstring : FSTART (FTEXT | hole)* FEND ;
hole : HOLE_OPEN expression (SPEC_START SPEC_TEXT?)? HOLE_CLOSE ;

// one rule for '()', '(e)', '(e,)' and '(e, e)': as alternatives they would need look-ahead over e
parentheses : (LPAREN | NEW_PAREN) (expression (COMMA expression)* LAST_COMMA?)? RPAREN ;
brackets : (LBRACK | NEW_BRACK) (element (COMMA element)* LAST_COMMA?)? RBRACK ;
element : ELLIPSIS expression | expression ;

record : REC_OPEN entry (COMMA entry)* LAST_COMMA? RBRACE ;
emptyRecord : EMPTY_OPEN RBRACE ;
shortRecord : SHORT_OPEN entry (COMMA entry)* LAST_COMMA? RBRACE ;
entry : ELLIPSIS expression | (ID | STRING) (COLON expression)? ;

conditional : IF expression body (ELSE_IF IF expression body)* (ELSE body)? ;
forLoop : FOR pattern IN expression body ;
whileLoop : WHILE expression body ;
withBlock : WITH context (COMMA context)* body ;
context : ID (LPAREN arguments RPAREN)? ;
tryCatch : TRY body CATCH ID body ;
