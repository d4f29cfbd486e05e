// Tells a person what did not work and, where it may help, offers to try again.

Component({
  properties: {
    title: { type: String, value: '' },
    text: { type: String, value: '' },
    /** Empty: trying again does not help, so it is not offered. */
    retryLabel: { type: String, value: '' },
    /** Empty: nothing that support could help with. Only WeChat's own kind of button opens the chat with it. */
    contactLabel: { type: String, value: '' },
    /** 'refused' in red, 'offline' in grey. */
    tone: { type: String, value: 'refused' },
  },
  methods: {
    onRetry() { this.triggerEvent('retry'); },
  },
});
