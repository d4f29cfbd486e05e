// Starts the mini program: connects it to the cloud environment before the first page opens.
import { ENVIRONMENT_ID } from './config';

App({
  onLaunch() {
    wx.cloud.init(ENVIRONMENT_ID === '' ? {} : { env: ENVIRONMENT_ID });
  },
});
