// The two functions of tslib that TDesign's components call, in place of the whole of it: 12 KB of every start for decorators and async code.

/** As tslib means them where a class alone is decorated, and where the engine has promises: every phone's has. */
const WRITTEN = {
  __decorate: 'export function __decorate(decorators,target){return decorators.reduceRight((made,decorate)=>decorate(made)||made,target)}',
  __awaiter: `export function __awaiter(self,parameters,P,generator){return new Promise((resolve,reject)=>{
const run=generator.apply(self,parameters||[]);
const step=(act,value)=>{try{const{done,value:made}=run[act](value);if(done)resolve(made);else Promise.resolve(made).then((next)=>step('next',next),(failure)=>step('throw',failure))}catch(failure){reject(failure)}};
step('next');
})}`,
};

/** What the modules import from it by name. @throws Error for one that is not written here */
export function tslibFor(modules) {
  const named = modules.flatMap((text) => [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']tslib["']/g)].flatMap(([, names]) => names.split(',').map((name) => name.trim().split(/\s+as\s+/)[0])));
  const used = [...new Set(named)].sort();
  const missing = used.find((name) => !(name in WRITTEN));
  if (missing) throw new Error(`tslib's ${missing} is used and not written: add it to scripts/phone-tslib.mjs`);
  return `${used.map((name) => WRITTEN[name]).join('\n')}\n`;
}
