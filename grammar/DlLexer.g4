/**
 * The words of dl.
 *
 * What the lexer emits is not yet what the parser reads. Between them stands dl.syntax.Shaper, which sees whole lines
 * and matched brackets and there decides what one character cannot: which newline ends a statement, which '{' starts a
 * record, which '(' starts a lambda. The tokens it makes are named first.
 *
 * No rule here has a predicate: ANTLR does not cache what a predicate guards, and start-up time is felt. For the same
 * reason no rule has a Unicode property: its thousand intervals cost a start without a cache 13 ms. dl.syntax.SourceStream shows each
 * letter beyond ASCII as 'λ', and each character that may only stand further on in a name as U+0301.
 */
lexer grammar DlLexer;

tokens {
  REC_OPEN,      // '{' of a record: 'key:', '"key":' or '...x' follows
  SHORT_OPEN,    // '{' of a short record: 'x,' follows
  EMPTY_OPEN,    // '{' of '{}': a record as a value, a block as a body
  LAMBDA_OPEN,   // '(' whose partner is followed by '->'
  LAMBDA_NAME,   // a name followed by '->'
  NEW_PAREN,     // '(' and '[' that lead a line inside other brackets: they never call or index
  NEW_BRACK,
  LAST_COMMA,    // ',' with nothing but a closing bracket (or ';') behind it
  ELSE_IF,       // the 'else' of 'else if'
  SPEC_START,    // the ':' before a format spec
  BLANK          // a statement that was reported already
}

channels { DOCS }

@members {
  // What decides whether '}' and ':' belong to an f-string's hole: the open brackets within each open hole.
  // Outside of f-strings nothing is counted.
  private int[] brackets = new int[4];
  private boolean[] mayBreak = new boolean[4];
  private int holes;

  private void openHole(boolean overLines) {
    if (holes == brackets.length) {
      brackets = java.util.Arrays.copyOf(brackets, 2 * holes);
      mayBreak = java.util.Arrays.copyOf(mayBreak, 2 * holes);
    }
    mayBreak[holes] = overLines && (holes == 0 || mayBreak[holes - 1]);
    brackets[holes++] = 0;
  }

  private void open() {
    if (holes > 0) brackets[holes - 1]++;
  }

  private void close() {
    if (holes > 0 && brackets[holes - 1] > 0) brackets[holes - 1]--;
  }

  private boolean atHoleLevel() {
    return holes > 0 && brackets[holes - 1] == 0;
  }

  private void closeBrace() {
    if (atHoleLevel()) {
      holes--;
      setType(HOLE_CLOSE);
      popMode();
    } else {
      close();
    }
  }

  // An f-string of one line must not swallow the rest of the file: its line's end brings back the default mode.
  private void newline() {
    if (holes > 0 && !mayBreak[holes - 1]) breakOff();
  }

  private void breakOff() {
    setType(FSTRING_BROKEN);
    holes = 0;
    _modeStack.clear();
    mode(DEFAULT_MODE);
  }
}

// Keywords
LET : 'let';  VAR : 'var';  FN : 'fn';  RETURN : 'return';
IF : 'if';  ELSE : 'else';  FOR : 'for';  WHILE : 'while';  IN : 'in';  BREAK : 'break';  CONTINUE : 'continue';
TRY : 'try';  CATCH : 'catch';  THROW : 'throw';  ASSERT : 'assert';  WITH : 'with';  IMPORT : 'import';
AND : 'and';  OR : 'or';  NOT : 'not';  TRUE : 'true';  FALSE : 'false';  NIL : 'nil';

// Keywords only where their construct stands; elsewhere the shaper turns them into names
LAYER : 'layer';  PARAM : 'param';  STATE : 'state';  TEST : 'test';  AS : 'as';

ID : NAME_START NAME_PART* ;
fragment NAME_START : [A-Za-z_λ] ;
fragment NAME_PART : [A-Za-z0-9_λ\u0301₀-₉′] ;

// Numbers. '1.' is put together by the shaper: '1..n' and '1.sqrt()' start alike
IMAGINARY : DIGITS ('.' DIGITS)? EXPONENT? 'i' ;
FLOAT : DIGITS '.' DIGITS EXPONENT? | DIGITS '.'? EXPONENT ;
INT : DIGITS | '0x' [0-9a-fA-F]+ ('_' [0-9a-fA-F]+)* | '0b' [01]+ ('_' [01]+)* ;
BAD_NUMBER : DIGITS ('.' DIGITS)? EXPONENT? NAME_START NAME_PART* ;  // 2x, 1e, 0o17, 1_
fragment DIGITS : [0-9]+ ('_' [0-9]+)* ;
fragment EXPONENT : [eE] [+-]? [0-9]+ ;

// Strings
STRING : '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '"' | '"""' LONG_TEXT* '"""' ;
OPEN_STRING : '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '\\'? ;                        // its line ends too early
OPEN_LONG_STRING : '"""' LONG_TEXT* '\\'? '"'? '"'? ;                          // the text ends too early
fragment LONG_TEXT : '"'? '"'? ( '\\' . | ~["\\] ) ;
SINGLE_QUOTE : '\'' ( '\\' ~[\r\n] | ~['\\\r\n] )* '\''? ;
FSTART : 'f"' -> pushMode(FSTRING) ;
LONG_FSTART : 'f"""' -> type(FSTART), pushMode(LONG_FSTRING) ;

// Operators
ELLIPSIS : '...';  RANGE_IN : '..=';  RANGE : '..';  DOT : '.';
ARROW : '->';  PIPE : '|>';
ADD_ASSIGN : '+=';  SUB_ASSIGN : '-=';  MUL_ASSIGN : '*=';  DIV_ASSIGN : '/=';  FLOOR_ASSIGN : '//=';  MOD_ASSIGN : '%=';
POW_ASSIGN : '^=';  MATMUL_ASSIGN : '@=';  ASSIGN : '=';
EQ : '==';  NE : '!=';  LE : '<=';  GE : '>=';  LT : '<';  GT : '>';
PLUS : '+';  MINUS : '-';  STAR : '*';  SLASH : '/';  FLOOR : '//';  PERCENT : '%';  MATMUL : '@';  CARET : '^';
AMP : '&';  BAR : '|';
COMMA : ',';  SEMI : ';';
COLON : ':' { if (atHoleLevel()) { setType(SPEC_START); mode(SPEC); } } ;

LPAREN : '(' { open(); };  RPAREN : ')' { close(); };
LBRACK : '[' { open(); };  RBRACK : ']' { close(); };
LBRACE : '{' { open(); };  RBRACE : '}' { closeBrace(); };

// What other languages and input methods write; it exists for the message that names the dl spelling
FOREIGN
  : '**=' | '**' | '&&' | '||' | '=>' | ':=' | '===' | '!==' | '!' | '?' | '$' | '\\' | '~' | '`' | '++=' | '<>'
  | [（），：；“”‘’【】［］｛｝。、！？＝＋－＊／％＜＞｜＆＾＠…×·÷≤≥≠−–—√∑∏∂∇∈∉∞≈∧∨¬→←] ;

DOC : '##' ~[\r\n]* -> channel(DOCS) ;
COMMENT : '#' ~[\r\n]* -> channel(HIDDEN) ;
NEWLINE : ( '\r'? '\n' | '\r' ) { newline(); } ;
SPACE : [ \t\f\u00A0\u2000-\u200B\u202F\u205F\u3000\uFEFF]+ -> skip ;
BAD : . ;

// Inside f"..."
mode FSTRING;
HOLE_OPEN : '{' { openHole(false); } -> pushMode(DEFAULT_MODE) ;
FTEXT : ( FESCAPE | ~["\\{}\r\n] )+ ;
FEND : '"' -> popMode ;
FSTRING_BROKEN : ( '\r'? '\n' | '\r' ) { breakOff(); } ;
FBAD : [}\\] ;
fragment FESCAPE : '\\u{' [0-9a-fA-F]* '}' | '\\' ~[\r\n] | '{{' | '}}' ;

// Inside f"""..."""
mode LONG_FSTRING;
LONG_HOLE_OPEN : '{' { openHole(true); } -> type(HOLE_OPEN), pushMode(DEFAULT_MODE) ;
LONG_FTEXT : ( ( FESCAPE | ~["\\{}] )+ | '"' '"'? ) -> type(FTEXT) ;
LONG_FEND : '"""' -> type(FEND), popMode ;
LONG_FBAD : [}\\] -> type(FBAD) ;

// After the ':' of a hole. A spec is plain text: it has no holes of its own
mode SPEC;
SPEC_TEXT : ~["{}\r\n]+ ;
HOLE_CLOSE : '}' { holes--; } -> popMode ;
SPEC_BAD : ["{] ;
SPEC_BROKEN : ( '\r'? '\n' | '\r' ) { breakOff(); } -> type(FSTRING_BROKEN) ;
