-- Sends the requests of a file in an order of its own for each thread, and prints what came of it.
-- A line is METHOD, path, header or "-", body or "-", apart by tabs; @@ becomes a number never used
-- before.
local requests, sent, mark = {}, 0, ""
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  mark = arguments[2] .. "-" .. number .. "-"
  math.randomseed(number)
  for line in io.lines(arguments[1]) do
    local method, path, header, body = line:match("^(%S+)\t(%S+)\t([^\t]*)\t(.*)$")
    local headers = {}
    local name, value = header:match("^([^:]+): (.*)$")
    if name then headers[name] = value end
    if body == "-" then
      requests[#requests + 1] = wrk.format(method, path, headers)
    else
      requests[#requests + 1] = {method, path, headers, body}
    end
  end
end

function request()
  local chosen = requests[math.random(#requests)]
  if type(chosen) == "string" then return chosen end
  sent = sent + 1
  local body = chosen[4]:gsub("@@", mark .. sent)
  return wrk.format(chosen[1], chosen[2], chosen[3], body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "refused": %d, "broken": %d, "p50": %f, "p99": %f}\n',
    summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
