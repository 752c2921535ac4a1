#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class TextFunctions : public Household {};

TEST_F(TextFunctions, ComputeWhatTheSpecificationSays) {
  const Case cases[] = {
      {"string(1)", "1"},
      {"string(1 div 3)", "0.3333333333333333"},
      {"string(-0)", "0"},
      {"string(1 div 0)", "Infinity"},
      {"string(true())", "true"},
      {"string(${person}/called)", "Ada"},
      {"string()", "x y"},
      {"string('')", ""},
      {"concat('a')", "a"},
      {"concat('a', 1, true())", "a1true"},
      {"concat(${person}/called, '!')", "AdaBo!"},
      {"concat(${person}/job/title, ${a})", "poetcounterx y"},
      {"join(', ', ${person}/called)", "Ada, Bo"},
      {"join('-', 'a', ${person}/age, 1)", "a-36-9-1"},
      {"join('-')", ""},
      {"join('', 'a', 'b')", "ab"},
      {"substr('hello', 0)", "hello"},
      {"substr('hello', 1)", "ello"},
      {"substr('hello', 1, 3)", "el"},
      {"substr('hello', 0, 5)", "hello"},
      {"substr('hello', 0, 99)", "hello"},
      {"substr('hello', 5)", ""},
      {"substr('hello', 3, 2)", ""},
      {"substr('hello', 2, 2)", ""},
      {"substr('hello', -2)", "lo"},
      {"substr('hello', 1, -1)", "ell"},
      {"substr('hello', -99, 2)", "he"},
      {"substr('hello', 'x')", "hello"},
      {"substr('\u00E4\u00F6\u00FC\u20AC', 1, 3)", "\u00F6\u00FC"},
      {"substr('', 0, 1)", ""},
      {"substring-before('1999/04/01', '/')", "1999"},
      {"substring-before('a', 'b')", ""},
      {"substring-before('a', '')", ""},
      {"substring-after('1999/04/01', '/')", "04/01"},
      {"substring-after('1999/04/01', '19')", "99/04/01"},
      {"substring-after('a', 'b')", ""},
      {"substring-after('a', '')", "a"},
      {"translate('bar', 'abc', 'ABC')", "BAr"},
      {"translate('--aaa--', 'abc-', 'ABC')", "AAA"},
      {"translate('aab', 'aa', 'xy')", "xxb"},
      {"translate('\u00E4b', '\u00E4', 'a')", "ab"},
      {"string-length('')", "0"},
      {"string-length('hello')", "5"},
      {"string-length('Gr\u00FC\u00DFe')", "5"},
      {"string-length(12.5)", "4"},
      {"string-length(${a})", "3"},
      {"normalize-space('  a \t b\n\nc  ')", "a b c"},
      {"normalize-space(' ')", ""},
      {"normalize-space()", "x y"},
      {"contains('hello', 'ell')", "true"},
      {"contains('hello', '')", "true"},
      {"contains('hello', 'L')", "false"},
      {"starts-with('hello', 'he')", "true"},
      {"starts-with('hello', 'lo')", "false"},
      {"starts-with('', '')", "true"},
      {"ends-with('hello', 'lo')", "true"},
      {"ends-with('lo', 'hello')", "false"},
      {"contains('', '')", "true"},
      {"contains('', 'a')", "false"},
      {"starts-with('', 'a')", "false"},
      {"ends-with('hello', '')", "true"},
      {"ends-with('', 'a')", "false"},
      {"substring-before('12-May-1998', '-')", "12"},
      {"substring-before('', '')", ""},
      {"substring-after('', 'a')", ""},
      {"translate('abc', '', 'x')", "abc"},
      {"normalize-space('')", ""},
      {"coalesce('', 'b')", "b"},
      {"coalesce('a', 'b')", "a"},
      {"coalesce('', '')", ""},
      {"coalesce(${total}, ${a})", "x y"},
      {"coalesce(${n}, 1)", "7"},
      {"base64-decode('aGVsbG8=')", "hello"},
      {"base64-decode('R3LDvMOfZQ==')", "Gr\u00FC\u00DFe"},
      {"base64-decode('/w==')", ""},
      {"base64-decode('###')", ""},
      {"base64-decode('')", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

// Known answers: FIPS 180-4 and RFC 1321 for `abc`.
TEST_F(TextFunctions, Digest) {
  const Case cases[] = {
      {"digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"},
      {"digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {"digest('abc', 'SHA-256', 'hex')",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
      {"digest('abc', 'SHA-256', 'base64')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
      {"string-length(digest('', 'SHA-384', 'hex'))", "96"},
      {"string-length(digest('', 'SHA-512', 'hex'))", "128"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
  EXPECT_THAT(Error("digest('a', 'CRC')"), HasSubstr("character 1: digest() has the algorithms"));
  EXPECT_THAT(Error("digest('a', 'MD5', 'b64')"), HasSubstr("the encodings `base64` and `hex`"));
  // Known only when it is computed.
  EXPECT_THAT(Text("digest('a', ${a})"), HasSubstr("digest() has the algorithms"));
}

TEST_F(TextFunctions, Regex) {
  const Case cases[] = {
      {"regex('12345', '[0-9]+')", "true"},
      {"regex('abc', '[0-9]+')", "false"},
      {"regex('a1b', '[0-9]')", "true"},
      {"regex('a1b', '^[0-9]$')", "false"},
      {"regex('', '^$')", "true"},
      {"regex('Gr\u00FC\u00DFe', '^.{5}$')", "true"},
      {"regex('a\nb', '^a$')", "false"},
      {"regex(${a}, '^x y$')", "true"},
      {"regex(${a}, concat('^', 'x'))", "true"},
      {"regex(${a}, concat(${n}, 'x'))", "false"},
      {"regex('user@example.org', '^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,6}$')", "true"},
      {"regex('user@example', '^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,6}$')", "false"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.expression), c.value) << c.expression;
}

TEST_F(TextFunctions, RegexSaysWhatIsNotSupported) {
  const Case cases[] = {
      {"regex(${a}, '(?=x)')", "character 13: the pattern is no regular expression: looking ahead"},
      {"regex(${a}, '(?!x)')", "looking ahead or behind is not supported"},
      {"regex(${a}, '(?<=x)y')", "looking ahead or behind is not supported"},
      {"regex(${a}, '(?<!x)y')", "looking ahead or behind is not supported"},
      {"regex(${a}, '(a)\\1')", "`\\1`, what a group found, is not supported"},
      {"regex(${a}, '\\u00e4')", "`\\u` is not supported; write `\\x{00E4}`"},
      {"regex(${a}, '(')", "missing"},
      {"regex(${a}, '[z-a]')", "invalid character class range"},
      {"regex(${a}, '((x{1,100}){1,100}){1,100}')", "no regular expression"},
  };
  for (const Case& c : cases) EXPECT_THAT(Error(c.expression), HasSubstr(c.value)) << c.expression;
  // One that is made of answers; the answer is not repeated.
  Set("a", "secret(");
  EXPECT_EQ(Text("regex('x', ${a})"),
            "regex() got a pattern, made of answers, that is no regular expression of RE2");
}

// What takes other engines years takes RE2 the length of the text.
TEST_F(TextFunctions, RegexIsLinear) {
  std::string text(50'000, 'a');
  text.back() = '!';
  Set("a", text);
  EXPECT_EQ(Text("regex(${a}, '^(a+)+$')"), "false");
  EXPECT_EQ(Text("regex(${a}, '^(a|aa|a*)*b')"), "false");
  EXPECT_EQ(Text("regex(${a}, concat('^(a+)', '+$'))"), "false");
}

TEST_F(TextFunctions, Uuid) {
  const std::string first = Text("uuid()");
  EXPECT_THAT(first, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                  "[0-9a-f]{12}"));
  EXPECT_NE(Text("uuid()"), first);
  EXPECT_THAT(Text("uuid(8)"), MatchesRegex("[0-9a-zA-Z]{8}"));
  EXPECT_THAT(Text("uuid(0)"), HasSubstr("a text of 1 to 1024 characters"));
  EXPECT_THAT(Text("uuid(1e0)"), HasSubstr("a name cannot begin with a digit"));
  EXPECT_THAT(Text("uuid('x')"), HasSubstr("a text of 1 to 1024 characters"));
  EXPECT_TRUE(Compiled("uuid()", "a")->reads_random());
  environment_.random = nullptr;
  EXPECT_THAT(Text("uuid()"), HasSubstr("give a source of them"));
}

class GermanTexts : public Texts {
 public:
  absl::string_view OptionLabel(int list, int row) const override {
    return list == 1 && row == 0 ? "Freistaat Bayern" : "?";
  }
};

TEST_F(TextFunctions, LabelsAreInTheLanguageThatIsSpoken) {
  EXPECT_EQ(Text("instance('regions')/root/item[1]/label"), "Bayern");
  const GermanTexts texts;
  environment_.texts = &texts;
  EXPECT_EQ(Text("instance('regions')/root/item[1]/label"), "Freistaat Bayern");
}

}  // namespace
}  // namespace lotse::survey::logic
