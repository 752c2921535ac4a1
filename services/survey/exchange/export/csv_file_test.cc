#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/survey/exchange/export/export_testing.h"
#include "tests/support/unzip.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using testing_support::Unzipped;

class CsvFileTest : public testing::Test {
 protected:
  std::string Zip(bool texts, std::unique_ptr<ResponseFile> (*make)(const FileContent&)) {
    const CompiledInstrument compiled(instrument_);
    const std::vector<std::string> rows = {
        RowOf(compiled, R"(answers { code: "dauer" choice: "kurz" }
                           answers { code: "jahre" integer: 3 }
                           answers { code: "wunsch" text: "=1; \"ja\"" })"),
        RowOf(compiled, R"(answers { code: "dauer" choice: "kurz" })", 1),
    };
    return Written(instrument_, ContentOf(instrument_, rows.size(), texts), rows, make);
  }

  const v1alpha::Instrument instrument_ = AllKinds();
};

constexpr char kHead[] = "dauer,wege_amt,wege_netz,foto,licht,luft,jahre,saldo,wunsch";

TEST_F(CsvFileTest, HasARowForEachResponse) {
  EXPECT_EQ(Unzipped(Zip(true, &NewCsvFile), "responses.csv"),
            absl::StrCat(kHead, ",wunsch_text\r\n",
                         "1,-8,-8,-9,-99,-99,3,-9007199254740996,1,\"'=1; \"\"ja\"\"\"\r\n",
                         "1,-8,-8,-9,-97,-97,-7,-9007199254740992,-7,\r\n"));
  // Without texts nothing of them is in it.
  EXPECT_EQ(Unzipped(Zip(false, &NewCsvFile), "responses.csv"),
            absl::StrCat(kHead, "\r\n", "1,-8,-8,-9,-99,-99,3,-9007199254740996,1\r\n",
                         "1,-8,-8,-9,-97,-97,-7,-9007199254740992,-7\r\n"));
}

TEST_F(CsvFileTest, AGermanExcelReadsIt) {
  const std::string archive = Zip(true, &NewExcelFile);
  EXPECT_EQ(
      Unzipped(archive, "responses.csv"),
      absl::StrCat("\xEF\xBB\xBF", absl::StrReplaceAll(kHead, {{",", ";"}}), ";wunsch_text\r\n",
                   "1;-8;-8;-9;-99;-99;3;-9007199254740996;1;\"'=1; \"\"ja\"\"\"\r\n",
                   "1;-8;-8;-9;-97;-97;-7;-9007199254740992;-7;\r\n"));
  EXPECT_THAT(Unzipped(archive, "codebook.csv"),
              StartsWith("\xEF\xBB\xBFvariable;question;option;text;type;measure;value;code;label;"
                         "missing;table\r\n"));
}

TEST_F(CsvFileTest, TheCodeBookSaysWhatItMeans) {
  const std::string book = Unzipped(Zip(true, &NewCsvFile), "codebook.csv");
  EXPECT_THAT(
      book,
      StartsWith(
          "variable,question,option,text,type,measure,value,code,label,missing,table\r\n"
          "dauer,dauer,,Wie lange schon?,choice,nominal,1,kurz,kürzer,,responses\r\n"
          "dauer,dauer,,Wie lange schon?,choice,nominal,2,lang,länger,,responses\r\n"
          "dauer,dauer,,Wie lange schon?,choice,nominal,-9,,keine Angabe,no_answer,responses\r\n"
          "dauer,dauer,,Wie lange schon?,choice,nominal,-8,,nicht gefragt,not_asked,responses\r\n"
          "dauer,dauer,,Wie lange schon?,choice,nominal,-7,,nicht "
          "erreicht,not_reached,responses\r\n"));
  for (const char* line :
       {"wege_netz,wege,netz,\"Welche Wege? – Netz; \"\"online\"\"\",multiple_choice,nominal,1,,"
        "gewählt,,responses\r\n",
        // The code of an option is somebody's text too.
        "licht,licht,,Wie ist – das Licht?,choice,ordinal,-9,'-9,weiß nicht,,responses\r\n",
        "licht,licht,,Wie ist – das Licht?,choice,ordinal,-99,,keine "
        "Angabe,no_answer,responses\r\n",
        "jahre,jahre,,Jahre,integer,scale,-9,,keine Angabe,no_answer,responses\r\n",
        "foto,foto,,Ein Foto,answered,nominal,1,,eine Datei,,responses\r\n",
        "wunsch_text,wunsch,,Ein Wunsch,text,nominal,,,,,responses\r\n"}) {
    EXPECT_THAT(book, HasSubstr(line));
  }
}

}  // namespace
}  // namespace lotse::survey
