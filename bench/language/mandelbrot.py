# The Mandelbrot set on 500 x 500 points, its picture as the exclusive or of all bytes: floats.
from harness import measure


def mandelbrot(size):
    total = 0
    byte = 0
    bits = 0
    for y in range(size):
        ci = 2.0 * y / size - 1.0
        for x in range(size):
            cr = 2.0 * x / size - 1.5
            zrzr = 0.0
            zi = 0.0
            zizi = 0.0
            escaped = 0
            z = 0
            while escaped == 0 and z < 50:
                zr = zrzr - zizi + cr
                zi = 2.0 * zr * zi + ci
                zrzr = zr * zr
                zizi = zi * zi
                if zrzr + zizi > 4.0:
                    escaped = 1
                z += 1
            byte = byte * 2 + escaped
            bits += 1
            if bits == 8:
                total ^= byte
                byte = 0
                bits = 0
            elif x == size - 1:
                total ^= byte * 2 ** (8 - bits)
                byte = 0
                bits = 0
    return total


measure(lambda: mandelbrot(500), 191)
