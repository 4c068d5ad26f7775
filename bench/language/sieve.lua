-- The primes up to 5000 by the sieve of Eratosthenes, a hundred times: elements of a table.
require "harness"

local function sieve(size)
  local prime = {}
  for i = 1, size do prime[i] = true end
  local count = 0
  for i = 2, size do
    if prime[i - 1] then
      count = count + 1
      local k = i + i
      while k <= size do
        prime[k - 1] = false
        k = k + i
      end
    end
  end
  return count
end

measure(function()
  local count = 0
  for _ = 1, 100 do count = sieve(5000) end
  return count
end, 669)
