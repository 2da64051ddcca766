// The grammar of Tactus: equations and words in one, without predicates or modes. The parser reads the tokens as
// compiler/syntax/filter.cpp hands them on, which
//   - turns the line ends that count into SEMI and drops the others,
//   - tells f( from f ( : CALL and LPAREN, and a[ from a [ : INDEX and LBRACK,
//   - turns the minus of a number in words (x -3) into SIGN.
// What the tree builder checks instead of the grammar: units of numbers, and which statement may stand where.
grammar Tactus;
tokens { CALL, INDEX, SIGN }

// A file:  out = sine(440Hz)
program : body EOF ;

// Statements by line or `;`:  a = 1 ; b = 2
body : statement? (SEMI statement?)* ;

// { y = x + y@1 }
block : LBRACE body RBRACE ;

statement
    : nodeDefinition
    | wordDefinition
    | patchDefinition
    | rackDefinition
    | controllerDefinition
    | testDefinition
    | expectation
    | use
    | parameter
    | input
    | table
    | buffer
    | sample
    | track
    | when
    | declaration
    | equation
    | unpacking
    | chainOut
    ;

// node onepole(x, cutoff: Hz) -> y { … }      node sine(freq: Hz) = sinturn(phasor(freq))
nodeDefinition : NODE name inputs? (outputs block | ASSIGN expression) ;

// (x[2], room = 0.84, mode: poly | mono = poly)
inputs : (CALL | LPAREN) (port (COMMA port)* COMMA?)? RPAREN ;

// -> low, high
outputs : ARROW outputPort (COMMA outputPort)* ;

// threshold: dB = -20dB
port : name dimensions? (COLON type)? (ASSIGN value)? ;

// y[2]      p: phase
outputPort : name dimensions? (COLON type)? ;

// word echo2 ( x k -- y ) { -> k  y@1 k * + -> y  y }
wordDefinition : WORD name (CALL | LPAREN) wordInputs MINUS MINUS wordOutputs RPAREN LBRACE words RBRACE ;
wordInputs : wordPort* ;
wordOutputs : wordPort* ;

// freq:Hz      depth:dB=-20dB
wordPort : name dimensions? (COLON type)? (ASSIGN (literal | wordChoice))? ;

// mode:soft|hard=hard
wordChoice : name ;

// -20dB      1/4 beat      A4
literal : MINUS? (NUMBER | FRACTION | NOTE) ;

// patch organ { … }
patchDefinition : PATCH name block ;

// rack live { keys = load "organ.tac" ; out = keys.out }
rackDefinition : RACK name block ;

// controller nano { fader[1..8] : cc 0..7 }
controllerDefinition : CONTROLLER name LBRACE control? (SEMI control?)* RBRACE ;

// tilt : osc "/wii/accel" arg 1 in -1..1
control : name dimensions? COLON option+ ;

// test "a sine has its pitch" { … }
testDefinition : TEST STRING block ;

// expect abs(pitch(y) - 440Hz) < 1Hz
expectation : EXPECT value ;

// use "mine.tac"
use : USE STRING ;

// param cutoff: Hz = 800Hz in 40Hz..8kHz log  cc 74  osc "/sub/cutoff"
parameter : PARAM name dimensions? (COLON type)? ASSIGN value option* ;

// in 0..8      smooth 20ms      cc 12..20      from nano.fader[1]
option
    : IN sum DOTDOT sum
    | LOG
    | STEP
    | TOGGLE
    | SMOOTH NUMBER
    | CC sum (DOTDOT sum)?
    | NRPN sum (DOTDOT sum)?
    | OSC STRING
    | ARG NUMBER
    | FROM postfix
    ;

// input x[2]
input : INPUT name dimensions? (COLON type)? ;

// table waves[4][2048] = [k in 0..3: …]
table : TABLE name dimensions? ASSIGN expression ;

// buffer tape[8s]
buffer : BUFFER name dimensions ;

// sample kick = "kick.wav"
sample : SAMPLE name ASSIGN STRING ;

// track tune = "C4 E4 G4 - C5 . ."
track : TRACK name ASSIGN STRING ;

// when tick { i = (i@1 + 1) mod 8 }
when : WHEN value block ;

// i: init -1      p: phase      y[4]: init 0
declaration : name dimensions? COLON (type | type? INIT value) ;

// y = x + 1      out.send = x * 0.3      y[4] = …      keys = load "organ.tac" notes(channel: 1)
equation : name (DOT name)? dimensions? ASSIGN (load | expression) ;

// (low, high) = split(x, 200Hz)
unpacking : LPAREN name (COMMA name)+ RPAREN ASSIGN expression ;

// x -> ladder(800Hz, 0.7) -> out
chainOut : value (ARROW step)+ ;

// load "organ.tac" notes(channel: 1, range: C4..C8)
load : LOAD STRING (name CALL arguments? RPAREN)* ;

// [4][2048]      []
dimensions : (INDEX expression? RBRACK)+ ;

// Hz      phase      poly | mono | legato
type : NODE | TABLE | plainName (PIPE plainName)* ;

// Expressions, loose to tight.

// x -> ladder(800Hz, 0.7) -> split(200Hz).low
expression : value (ARROW step)* ;

// ladder(800Hz, 0.7)      f      split(200Hz).low
step : name (CALL arguments? RPAREN)? (DOT name)? ;

// if a > b then c else d      (`else if` is a loop here, so that a long one costs no stack)
value : (IF value THEN value ELSE)* disjunction ;

// a or b
disjunction : conjunction (OR conjunction)* ;

// a and b
conjunction : negation (AND negation)* ;

// not a
negation : NOT* comparison ;

// a < b
comparison : range ((LT | LE | GT | GE | EQ | NE) range)? ;

// 0..n-1
range : sum (DOTDOT sum)? ;

// a + b - c
sum : product ((PLUS | MINUS) product)* ;

// a * b / c mod d
product : unary ((STAR | SLASH | MOD) unary)* ;

// -x^2 is -(x^2); the minus of a dB, st or ct literal belongs to the literal
unary : MINUS* power ;

// 2 ^ -x ^ 2 is 2 ^ (-(x ^ 2))
power : postfix (CARET exponent)* ;
exponent : MINUS* postfix ;

// y[1]@(t, max: 2s)      svf(x).band
postfix : atom suffix* ;
suffix : DOT name | INDEX expression RBRACK | AT delay ;

// What follows `@`:  1      10ms      d      (t, max: 2s, interp: allpass)
delay : NUMBER | FRACTION | name | LPAREN arguments RPAREN ;

atom
    : NUMBER
    | FRACTION
    | NOTE
    | SELF
    | name (CALL arguments? RPAREN)?
    | LPAREN expression RPAREN
    | comprehension
    | array
    | STACK LBRACE words RBRACE
    ;

// [i in 1..9: 1/i]
comprehension : LBRACK name IN value COLON expression RBRACK ;

// [1, 2, 3]
array : LBRACK (expression (COMMA expression)* COMMA?)? RBRACK ;

// (x, 800Hz, res: 0.7)
arguments : argument (COMMA argument)* COMMA? ;
argument : (name COLON)? expression ;

// Words.

// f saw  f 7ct * saw +  3 /
words : item* ;

// -> f      -3      440Hz  saw  f(a: 1)  n.freq  a[2]  x@1  (a + b)@d      +
item
    : ARROW name
    | SIGN (NUMBER | FRACTION)
    | postfix
    | wordOperator
    ;
wordOperator : PLUS | MINUS | STAR | SLASH | CARET | MOD | AND | OR | NOT | LT | LE | GT | GE | EQ | NE ;

// Words that are keywords only in their place are names elsewhere:  in = 1
name : plainName | INIT ;
plainName : NAME | IN | LOG | STEP | SMOOTH | CC | NRPN | OSC | FROM | TOGGLE | ARG | TEST | EXPECT ;

// Reserved words
NODE : 'node' ;
WORD : 'word' ;
PATCH : 'patch' ;
RACK : 'rack' ;
CONTROLLER : 'controller' ;
PARAM : 'param' ;
INPUT : 'input' ;
TABLE : 'table' ;
SAMPLE : 'sample' ;
BUFFER : 'buffer' ;
TRACK : 'track' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
WHEN : 'when' ;
STACK : 'stack' ;
LOAD : 'load' ;
USE : 'use' ;
SELF : 'self' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
MOD : 'mod' ;

// Keywords in their place only
IN : 'in' ;
INIT : 'init' ;
LOG : 'log' ;
STEP : 'step' ;
SMOOTH : 'smooth' ;
CC : 'cc' ;
NRPN : 'nrpn' ;
OSC : 'osc' ;
FROM : 'from' ;
TOGGLE : 'toggle' ;
ARG : 'arg' ;
TEST : 'test' ;
EXPECT : 'expect' ;

// F#3      Bb2      A4 (but A40 is a name)
NOTE : [A-G] [#b]? [0-9] ;
NAME : [A-Za-z_] [A-Za-z0-9_]* ;

// 3/4 beat
FRACTION : DIGITS '/' DIGITS ' beat' ;

// 800Hz      1e-5      50%      (the unit is looked up in units.def)
NUMBER : DIGITS ('.' DIGITS)? ('e' [+-]? DIGITS)? ('%' | [A-Za-z_] [A-Za-z0-9_]*)? ;
fragment DIGITS : [0-9]+ ;

// "kick.wav"
STRING : '"' STRING_PART* '"' ;
OPEN_STRING : '"' STRING_PART* ;
fragment STRING_PART : ~["\\\r\n] | '\\' ~[\r\n] ;

ARROW : '->' ;
DOTDOT : '..' ;
DOT : '.' ;
AT : '@' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACK : '[' ;
RBRACK : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;
COMMA : ',' ;
COLON : ':' ;
ASSIGN : '=' ;
PIPE : '|' ;
EQ : '==' ;
NE : '!=' ;
LE : '<=' ;
GE : '>=' ;
LT : '<' ;
GT : '>' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
CARET : '^' ;
SEMI : ';' ;

// /// a doc comment      //// and // are plain comments
DOC : '///' (~[/\r\n] ~[\r\n]*)? ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
NEWLINE : '\r'? '\n' ;
BLANK : [ \t]+ -> channel(HIDDEN) ;
BAD : . ;
