// Versions are compared by number, part by part.
import { isAtLeast } from '../../../miniprogram/services/base-library';

it.each([['2.21.2', true], ['2.21.1', false], ['2.9.9', false], ['3.0', true], ['2.21', false], ['2.21.2.1', true], ['', false]])('[PH-84] %s at least 2.21.2: %s', (version, is) => {
  expect(isAtLeast(version, '2.21.2')).toBe(is);
});
