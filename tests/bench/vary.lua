-- Asks the addresses of a file in turn, each with a number after it that grows if it is to be new.
-- Arguments: the file, the first number or -1, the value of Host.

local heads, tail, number, index = {}, "", -1, 0

function init(args)
  for line in io.lines(args[1]) do
    heads[#heads + 1] = "GET " .. line
  end
  number = tonumber(args[2])
  tail = " HTTP/1.1\r\nHost: " .. args[3] .. "\r\nAccept: application/sparql-results+json\r\n\r\n"
end

function request()
  index = index % #heads + 1
  if number < 0 then
    return heads[index] .. tail
  end
  number = number + 1
  return heads[index] .. string.format("%d", number) .. tail
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50": %.4f, "p99": %.4f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed
  ))
end
