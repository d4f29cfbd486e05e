// What HTTP access works with, of the parts of the world.
import type { HttpAccessPorts } from '../cloudbase/http-access';
import { requestLine } from '../cloudbase/http-access/request-line';
import { NOBODY } from './caller';
import type { Parts } from './world';

export function httpAccessPorts({ project, functions }: Parts): HttpAccessPorts {
  return {
    routes: project.functions.flatMap(({ name, servicePath }) => (servicePath === null ? [] : [{ functionName: name, servicePath }])),
    // No person and no SOURCE: who calls over HTTP is nobody WeChat knows.
    invoke: (name, event, invocation) => functions.invoke(name, event, { ...NOBODY, trigger: 'http', request: requestLine(event) }, invocation),
  };
}
