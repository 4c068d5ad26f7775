-- Eight queens by backtracking, a hundred first solutions: shared tables of bools, early return.
require "harness"

local function filled(size, value)
  local made = {}
  for i = 1, size do made[i] = value end
  return made
end

local function queens()
  local free_rows = filled(8, true)
  local free_sums = filled(16, true)
  local free_differences = filled(16, true)
  local queen_rows = filled(8, -1)

  local function is_free(r, c)
    return free_rows[r + 1] and free_sums[c + r + 1] and free_differences[c - r + 8]
  end

  local function set_free(r, c, free)
    free_rows[r + 1] = free
    free_sums[c + r + 1] = free
    free_differences[c - r + 8] = free
  end

  local function place(c)
    for r = 0, 7 do
      if is_free(r, c) then
        queen_rows[r + 1] = c
        set_free(r, c, false)
        if c == 7 then return true end
        if place(c + 1) then return true end
        set_free(r, c, true)
      end
    end
    return false
  end

  return place(0)
end

measure(function()
  local solved = true
  for _ = 1, 100 do solved = queens() and solved end
  return solved
end, true)
