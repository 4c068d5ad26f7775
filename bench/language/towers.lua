-- The towers of Hanoi with 13 disks as linked piles, ten times: small tables.
require "harness"

local function towers(disks)
  local piles = {}
  local moves = 0

  local function push(disk, pile)
    local top = piles[pile + 1]
    if top then
      assert(disk.size < top.size, "a big disk on a small one")
    end
    disk.next = top
    piles[pile + 1] = disk
  end

  local function pop(pile)
    local top = piles[pile + 1]
    assert(top, "a disk from an empty pile")
    piles[pile + 1] = top.next
    top.next = nil
    return top
  end

  local function move(count, from, to)
    if count == 1 then
      push(pop(from), to)
      moves = moves + 1
    else
      local other = 3 - from - to
      move(count - 1, from, other)
      move(1, from, to)
      move(count - 1, other, to)
    end
  end

  for i = 0, disks - 1 do push({size = disks - i}, 0) end
  move(disks, 0, 1)
  return moves
end

measure(function()
  local moves = 0
  for _ = 1, 10 do moves = towers(13) end
  return moves
end, 8191)
