-- wrk's requests of one row: wrk … -- METHOD PATH BODY KEY COUNT SALT. In the path and the body, {n} is one of
-- the COUNT integrations by chance, and {new} is what was never sent before. Prints a JSON object at the end.
local method, path, body, count, salt
local sent = 0

function init(arguments)
  method, path, body = arguments[1], arguments[2], arguments[3]
  wrk.headers["x-portkey-api-key"] = arguments[4]
  count, salt = tonumber(arguments[5]), arguments[6]
  if body ~= "" then wrk.headers["content-type"] = "application/json" end
  math.randomseed(1)
end

local function filled(text)
  sent = sent + 1
  text = text:gsub("{n}", function() return tostring(math.random(1, count)) end)
  return (text:gsub("{new}", salt .. "-" .. sent))
end

function request()
  if body == "" then return wrk.format(method, filled(path)) end
  return wrk.format(method, filled(path), nil, filled(body))
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.status, e.connect + e.read + e.write + e.timeout))
end
