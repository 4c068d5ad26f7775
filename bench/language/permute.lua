-- All permutations of six elements by swapping in place, thirty times: recursion over a shared table.
require "harness"

local function permutations(size)
  local values = {}
  for i = 0, size - 1 do values[i + 1] = i end
  local count = 0

  local function swap(i, j)
    local value = values[i + 1]
    values[i + 1] = values[j + 1]
    values[j + 1] = value
  end

  local function permute(n)
    count = count + 1
    if n ~= 0 then
      local last = n - 1
      permute(last)
      local i = last
      while i >= 0 do
        swap(last, i)
        permute(last)
        swap(last, i)
        i = i - 1
      end
    end
  end

  permute(size)
  return count
end

measure(function()
  local count = 0
  for _ = 1, 30 do count = permutations(6) end
  return count
end, 8660)
