// A process in which the real wx-server-sdk runs, as it would in a cloud function; does what its parent sends.
const vm = require('node:vm');
const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, keepalive: true });
const db = cloud.database();
const world = { cloud, db, _: db.command };

async function work({ id, source, argument }) {
  try {
    const value = await vm.runInThisContext(`(${source})`)(world, argument);
    process.send({ id, ok: true, value });
  } catch (error) {
    process.send({ id, ok: false, errCode: error.errCode ?? null, errMsg: error.errMsg ?? error.message });
  }
}

process.on('message', work);
process.on('disconnect', () => process.exit(0));
