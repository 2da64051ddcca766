word supersaw ( freq:Hz -- y ) { -> f   f saw   f 7ct * saw +   f -7ct * saw +   3 / }
word echo2 ( x k -- y ) { -> k  y@1 k * + -> y  y }
out = stack { 55Hz supersaw 0.3 echo2 dup over swap drop + }
