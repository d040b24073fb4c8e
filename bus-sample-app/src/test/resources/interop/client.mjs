// Talks to the sample application as any client of NATS would: client.mjs URL-OF-SERVER URL-OF-APPLICATION
import { connect, headers } from "@nats-io/transport-node";
import { Svcm } from "@nats-io/services";
import assert from "node:assert/strict";

const [server, application] = process.argv.slice(2);
const nc = await connect({ servers: server, name: "interop", timeout: 5000, reconnect: false });

async function all(answers) {
  const list = [];
  for await (const answer of await answers) {
    list.push(answer);
  }
  return list;
}

try {
  // A request to a subject that the application serves.
  const reply = await nc.request("echo", "ping", { timeout: 5000 });
  assert.equal(reply.string(), "ping");

  // A handler that fails answers with the headers of a service error, and with a body for who reads none.
  const refused = await nc.request("orders.place", "{}", { timeout: 5000 });
  assert.equal(refused.headers.get("Nats-Service-Error-Code"), "500");
  assert.ok(refused.headers.get("Nats-Service-Error").length > 0);
  assert.ok(refused.string().startsWith("error: "));

  // What the application publishes, with its headers.
  const subscription = nc.subscribe("interop.published", { max: 1 });
  const received = (async () => {
    for await (const message of subscription) {
      return message;
    }
  })();
  await nc.flush();
  const published = await fetch(`${application}/api/messages/interop.published`, {
    method: "POST",
    headers: { "X-Bus-Trace": "abc" },
    body: "hello",
  });
  assert.equal(published.status, 202);
  const event = await received;
  assert.equal(event.string(), "hello");
  assert.equal([...event.headers].find(([name]) => name.toLowerCase() === "trace")[1][0], "abc");

  // What this client serves, requested by the application with a header.
  nc.subscribe("interop.served", {
    queue: "interop.served",
    callback: (error, message) => {
      const h = headers();
      h.set("answered-by", "node");
      message.respond(`node got ${message.string()}`, { headers: h });
    },
  });
  await nc.flush();
  const answer = await fetch(`${application}/api/requests/interop.served`, { method: "POST", body: "this" });
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "node got this");

  // Service discovery.
  const client = new Svcm(nc).client({ maxWait: 2000, maxMessages: 10 });
  const [ping] = await all(client.ping("bus-console"));
  assert.equal(ping.name, "bus-console");
  assert.equal(ping.version, "0.0.0");
  const [info] = await all(client.info("bus-console"));
  assert.ok(info.endpoints.some((endpoint) => endpoint.subject === "echo" && endpoint.queue_group === "echo"));
  const [stats] = await all(client.stats("bus-console"));
  const endpoint = (subject) => stats.endpoints.find((candidate) => candidate.subject === subject);
  assert.equal(endpoint("echo").num_requests, 1);
  assert.equal(endpoint("echo").num_errors, 0);
  assert.equal(endpoint("orders.place").num_errors, 1);
  console.log("interop: all is well");
} finally {
  await nc.close();
}
