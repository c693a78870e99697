// Lints an OpenAPI document with both rule sets: npm run lint -- <file>
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Usage: npm run lint -- <openapi.json>');
  process.exit(2);
}

// npm runs scripts in the package's folder and remembers where it was called.
const document = resolve(process.env.INIT_CWD ?? process.cwd(), file);
const here = dirname(fileURLToPath(import.meta.url));
const run = (tool, ...args) =>
  spawnSync(process.execPath, [resolve(here, 'node_modules', tool), ...args], {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  }).status;

const spectral = run('@stoplight/spectral-cli/dist/index.js', 'lint', document, '--ruleset', '.spectral.yaml', '--fail-severity', 'error', '--display-only-failures');
const redocly = run('@redocly/cli/bin/cli.js', 'lint', document, '--config', 'redocly.yaml');
process.exit(spectral || redocly ? 1 : 0);
