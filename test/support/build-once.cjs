// Builds what the tests run (function bundles, local world) before the first test, when sources are newer.
module.exports = async () => { await (await import('../../scripts/build.mjs')).buildAll(); };
