-- Ten million steps of a loop over ints.
require "harness"

local function loop(steps)
  local sum = 0
  for i = 0, steps - 1 do
    sum = sum + i % 7
  end
  return sum
end

measure(function() return loop(10000000) end, 29999994)
