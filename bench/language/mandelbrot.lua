-- The Mandelbrot set on 500 x 500 points, its picture as the exclusive or of all bytes: floats.
require "harness"

local function mandelbrot(size)
  local sum = 0
  local byte = 0
  local bits = 0
  for y = 0, size - 1 do
    local ci = 2.0 * y / size - 1.0
    for x = 0, size - 1 do
      local cr = 2.0 * x / size - 1.5
      local zrzr = 0.0
      local zi = 0.0
      local zizi = 0.0
      local escaped = 0
      local z = 0
      while escaped == 0 and z < 50 do
        local zr = zrzr - zizi + cr
        zi = 2.0 * zr * zi + ci
        zrzr = zr * zr
        zizi = zi * zi
        if zrzr + zizi > 4.0 then escaped = 1 end
        z = z + 1
      end
      byte = byte * 2 + escaped
      bits = bits + 1
      if bits == 8 then
        sum = sum ~ byte
        byte = 0
        bits = 0
      elseif x == size - 1 then
        sum = sum ~ (byte << (8 - bits))
        byte = 0
        bits = 0
      end
    end
  end
  return sum
end

measure(function() return mandelbrot(500) end, 191)
