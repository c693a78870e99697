// Signs in with the generated client and sells one thing against a running API: npm run smoke
//   POSCOMMERCE_URL       where it serves (or POSCOMMERCE_API)
//   POSCOMMERCE_TENANT    the merchant; demo by default
//   POSCOMMERCE_EMAIL     who signs in; the demo cashier by default
//   POSCOMMERCE_PASSWORD  with which password (or POSCOMMERCE_DEMO_PASSWORD)
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ApiException, PosCommerceClient } from './dist/client.js';

const env = process.env;
const url = env.POSCOMMERCE_URL ?? env.POSCOMMERCE_API;
const tenant = env.POSCOMMERCE_TENANT ?? 'demo';
const email = env.POSCOMMERCE_EMAIL ?? `cashier@${tenant}.example`;
const password = env.POSCOMMERCE_PASSWORD ?? env.POSCOMMERCE_DEMO_PASSWORD;
if (!url || !password) {
  console.error('Set POSCOMMERCE_URL and POSCOMMERCE_PASSWORD.');
  process.exit(2);
}

const refusedWith = (status) => (error) => ApiException.isApiException(error) && error.status === status && error.result.traceId !== '';

const anonymous = new PosCommerceClient(url, { fetch });
await assert.rejects(anonymous.signIn({ email, password: randomUUID() }, tenant), refusedWith(401));
const { accessToken } = await anonymous.signIn({ email, password }, tenant);

const client = new PosCommerceClient(url, {
  fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, Authorization: `Bearer ${accessToken}` } }),
});

const me = await client.getMe();
assert.equal(me.tenant.slug, tenant);
const store = me.stores.find((s) => s.permissions.includes('sales.create'));
assert.ok(store, `${email} may not sell in any store.`);
const [terminal] = (await client.listTerminals(store.storeId)).items;

// Whatever the shop has most of, so that the smoke test can be run again and again.
const levels = (await client.listStockLevels(store.storeId, undefined, 200)).items.sort((a, b) => b.available - a.available);
const variant = await client.getVariant(levels[0].variantId);
const found = await client.listVariants(undefined, variant.barcodes[0]);
assert.equal(found.items[0].variantId, variant.variantId);

const lines = [{ barcode: variant.barcodes[0], quantity: 1 }];
const quote = await client.quoteBasket({ storeId: store.storeId, lines });
const key = randomUUID();
const basket = { storeId: store.storeId, terminalId: terminal.terminalId, lines, tenders: [{ method: 'cash', amount: quote.total + 100 }] };
const sale = await client.completeSale(key, basket);
assert.equal(sale.total, quote.total);
assert.equal(sale.change, 100);
assert.deepEqual(await client.completeSale(key, basket), sale, 'A retry gets the first answer again.');
assert.deepEqual(await client.getSale(sale.saleId), sale);
await assert.rejects(client.getSale(randomUUID()), refusedWith(404));

await client.signOut();
await assert.rejects(client.getMe(), refusedWith(401));
console.log(`Sold ${variant.name} as ${sale.number} for ${sale.total} ${sale.currency}.`);
