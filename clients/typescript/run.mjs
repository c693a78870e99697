// Calls operations with the generated client as it is told, a line of JSON each, and answers each with a line:
//   {"operation":"voidSale","token":"...","arguments":{"saleId":"...","Idempotency-Key":"...","body":{...}}}
// An argument that is a file is {"file":"..."}.
//   {"answer":{...}}, {"file":"..."} or {"error":"..."}
import { createInterface } from 'node:readline';
import { PosCommerceClient } from './dist/client.js';

const [url] = process.argv.slice(2);
let token;
const client = new PosCommerceClient(url, {
  fetch: (address, init) => fetch(address, token ? { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } } : init),
});

const plain = (name) => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

// The names of a method's parameters stand in its text.
const parametersOf = (method) => /\(([^)]*)\)/.exec(method.toString())[1].split(',').map(plain).filter((name) => name !== '');

async function run(call) {
  token = call.token;
  const method = client[call.operation];
  const given = new Map(Object.entries(call.arguments).map(([name, value]) => [plain(name), value]));
  const values = parametersOf(method).map((name) => {
    const value = given.get(name);
    given.delete(name);
    return typeof value?.file === 'string' ? { data: new Blob([value.file]), fileName: 'file.csv' } : value;
  });
  if (given.size > 0) throw new Error(`${call.operation} has no parameters ${[...given.keys()].join(', ')}.`);
  const answer = await method.apply(client, values);
  return answer?.data instanceof Blob ? { file: await answer.data.text() } : { answer: answer ?? null };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await run(JSON.parse(line));
  } catch (error) {
    reply = { error: `${error?.stack ?? error} ${JSON.stringify(error)}` };
  }
  console.log(JSON.stringify(reply));
}
