-- Runs a benchmark as often as the command line says (warm-up runs, then timed ones), checks every result and prints
-- the milliseconds of the timed runs, one per line.
local clock = os.clock

function measure(benchmark, expected)
  local warmups = tonumber(arg[1] or 0)
  local runs = tonumber(arg[2] or 1)
  for run = 1, warmups + runs do
    local began = clock()
    local result = benchmark()
    local taken = clock() - began
    assert(result == expected, tostring(result))
    if run > warmups then print(taken * 1000) end
  end
end
