// The privacy policy, to read before agreeing and at any time after.
import { POLICY_VERSION } from '../../config';
import { wordsIn } from '../../i18n/dictionary';
import { policyIn } from '../../i18n/policy';
import { showTitle } from '../../services/navigation';
import { language, privacy } from '../../services/phone';

const words = wordsIn(language());
const policy = policyIn(language());

Page({
  data: {
    words: words.privacy,
    policy,
    version: POLICY_VERSION,
    /** Said where WeChat's own page does not open. */
    result: '',
  },

  onReady() { showTitle(policy.title); },

  async onContract() {
    this.setData({ result: '' });
    const opened = await privacy.openContract();
    this.setData({ result: opened ? '' : words.privacy.noContract });
  },
});
