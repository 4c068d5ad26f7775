-- The 30th Fibonacci number by the naive recursion: calls.
require "harness"

local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

measure(function() return fib(30) end, 832040)
