-- A recursive walk over linked lists, twenty times: tables, calls, nil.
require "harness"

local function make(length)
  if length == 0 then return nil end
  return {value = length, next = make(length - 1)}
end

local function length(cell)
  if cell == nil then return 0 end
  return 1 + length(cell.next)
end

local function is_shorter(x, y)
  while y ~= nil do
    if x == nil then return true end
    x = x.next
    y = y.next
  end
  return false
end

local function tail(x, y, z)
  if is_shorter(y, x) then
    return tail(tail(x.next, y, z), tail(y.next, z, x), tail(z.next, x, y))
  end
  return z
end

measure(function()
  local result = 0
  for _ = 1, 20 do result = length(tail(make(15), make(10), make(6))) end
  return result
end, 10)
