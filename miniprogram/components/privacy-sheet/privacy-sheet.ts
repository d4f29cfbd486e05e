// Asks the person's consent from the bottom of the page: what is stored, why, the policy to read, and two answers.

Component({
  properties: {
    open: { type: Boolean, value: false },
    /** Whether WeChat has to record the agreement as well, which only a button of its own kind does. */
    byWeChat: { type: Boolean, value: false },
    /** Of i18n/privacy. */
    words: { type: Object, value: { what: [] } },
  },
  methods: {
    onAgree() { this.triggerEvent('agree'); },
    onDisagree() { this.triggerEvent('disagree'); },
  },
});
