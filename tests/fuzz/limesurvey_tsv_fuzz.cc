#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/tsv.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/limesurvey_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view content(reinterpret_cast<const char*>(data), size);
  lotse::survey::RequirePromises(lotse::survey::ReadLimesurveyTsv(content));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tvalidation\tmandatory\tother\t"
      "default\trandom_order\tem_validation_q\n"
      "S\t\tlanguage\t\tde\n"
      "SL\t\tsurveyls_title\t\tTitel\t\tde\n"
      "G\t1\tEins\t1\tText\t\tde\n"
      "Q\tL\ta\t1\tWas?\tHilfe\tde\t\tY\tY\tx\n"
      "A\t0\tx\t\tX\t\tde\n"
      "Q\tM\tb\ta == 'x'\tWer? {a.shown}\t\tde\t\t\t\t\t1\tcount(self.NAOK) < 2\n"
      "SQ\t\ty\t\tY\t\tde\n"
      "Q\tS\tc\t(b_y.NAOK == 'Y')\t\"Und \"\"so\"\"\nweiter\"\t\tde\t/^a$/\n"
      "Q\t;\td\t1\tZelle\t\tde\nSQ\t0\tr\t\tR\t\tde\nSQ\t1\tk\t\tK\t\tde\n",
      "class\ttype/scale\tname\ttext\tlanguage\n"
      "SL\t\tsurveyls_title\tT\tde\nG\t\tE\t\tde\nQ\tF\ta\tA\tde\nSQ\t0\tz\tZ\tde\n"
      "A\t0\t1\tJa\tde\nSL\t\tsurveyls_title\tT\ten\nG\t\tO\t\ten\nQ\tF\ta\tB\ten\n"
      "SQ\t0\tz\tY\ten\nA\t0\t1\tYes\ten\n",
  };
}

// What the tables are made of.
std::vector<std::string> FuzzTokens() {
  return {"\t",  "\n",        "\r\n",  "\"",           "\"\"",     "Q\t",  "SQ\t",   "A\t",   "G\t",
          "S\t", "SL\t",      "QTA\t", "K\t",          "P\t",      "1\t",  "R\t",    ":\t",   "|\t",
          "*\t", "{",         "}",     "{a}",          "a.NAOK",   "self", "that.b", " and ", "!",
          "==",  "is_empty(", "\xFF",  "\xEF\xBB\xBF", "\xC3\xA4", "<b>",  "&lt;",   "-1",    "0"};
}
