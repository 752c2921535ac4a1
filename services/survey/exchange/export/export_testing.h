#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/exchange/export/cells.h"
#include "services/survey/exchange/export/columns.h"
#include "services/survey/exchange/export/response_file.h"

// What tests of exported files share.
namespace lotse::survey {

inline v1alpha::Instrument InstrumentOf(const std::string& text) {
  v1alpha::Instrument instrument;
  if (!google::protobuf::TextFormat::ParseFromString(text, &instrument)) std::abort();
  return instrument;
}

// A question of two sections for each kind.
inline v1alpha::Instrument AllKinds() {
  return InstrumentOf(R"(
    sections {
      questions {
        code: "dauer" kind: KIND_SINGLE_CHOICE
        text { variants { language: "de" text: "Wie lange schon?" } variants { language: "en" text: "How long?" } }
        options { code: "kurz" label { variants { language: "de" text: "kürzer" } variants { language: "en" text: "shorter" } } }
        options { code: "lang" label { variants { language: "de" text: "länger" } } }
      }
      questions {
        code: "wege" kind: KIND_MULTIPLE_CHOICE
        text { variants { language: "de" text: "Welche Wege?" } }
        options { code: "amt" label { variants { language: "de" text: "Amt" } } }
        options { code: "netz" label { variants { language: "de" text: "Netz; \"online\"" } } }
        relevant_if { code: "dauer" test: TEST_ANY_CHOSEN options: "lang" }
      }
      questions { code: "foto" kind: KIND_FILE media_types: "image/png" text { variants { language: "de" text: "Ein Foto" } } }
    }
    sections {
      questions {
        code: "lage" kind: KIND_MATRIX
        text { variants { language: "de" text: "Wie ist" } }
        options { code: "1" label { variants { language: "de" text: "gut" } } }
        options { code: "5" label { variants { language: "de" text: "schlecht" } } }
        options { code: "-9" label { variants { language: "de" text: "weiß nicht" } } }
        items { code: "licht" text { variants { language: "de" text: "das Licht?" } } }
        items { code: "luft" text { variants { language: "de" text: "die Luft?" } } }
      }
      questions { code: "jahre" kind: KIND_INTEGER minimum: 0 text { variants { language: "de" text: "Jahre" } } }
      questions { code: "saldo" kind: KIND_INTEGER text { variants { language: "de" text: "Saldo" } } }
      questions { code: "wunsch" kind: KIND_TEXT maximum_bytes: 300 text { variants { language: "de" text: "Ein Wunsch" } } }
    })");
}

// The row of answers in the text form of protobuf.
inline std::string RowOf(const CompiledInstrument& instrument, const std::string& answers,
                         int broke_off_section = 0) {
  v1alpha::SubmitResponseRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(answers, &request)) std::abort();
  return EncodeResponseRow(instrument, request.answers(), broke_off_section);
}

// Reads the rows and writes the file. Who broke off in the first section did not reach the second.
inline std::string Written(const v1alpha::Instrument& instrument, const FileContent& content,
                           const std::vector<std::string>& rows,
                           std::unique_ptr<ResponseFile> (*make)(const FileContent&)) {
  CellReader reader(std::make_shared<const CompiledInstrument>(instrument), content.columns,
                    TableScope{0, {0, 1}});
  const auto file = make(content);
  std::string out;
  std::vector<Cell> cells;
  for (const std::string& row : rows) {
    EXPECT_TRUE(reader.Read(row, &cells));
    EXPECT_TRUE(file->Add(cells, &out).ok());
  }
  const absl::Status finished = file->Finish(&out);
  EXPECT_TRUE(finished.ok()) << finished;
  return out;
}

inline FileContent ContentOf(const v1alpha::Instrument& instrument, std::size_t rows, bool texts) {
  FileContent content;
  content.title = "Bürgerinnen und Bürger";
  content.language = "de";
  ColumnChoice choice;
  choice.texts = texts;
  content.columns = ColumnsOf(instrument, choice);
  content.sets = SetsOf(instrument, "de", content.columns);
  content.rows = static_cast<std::int64_t>(rows);
  return content;
}

}  // namespace lotse::survey
