// Tables: whatever bytes come, a row is refused or makes a resource, and what that is written
// as is read as the same again, and is no formula.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/engagement/exchange/exchange_testing.h"
#include "services/engagement/exchange/table_form.h"
#include "tests/fuzz/driver.h"

namespace {

using google::protobuf::util::MessageDifferencer;
using lotse::engagement::TableForm;
using lotse::engagement::v1alpha::Goal;
using lotse::types::CsvReader;

void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

// A resource that a table made is written and read again.
void RequireRoundTrip(const TableForm& form, const Goal& goal) {
  const std::string text = form.Header() + form.Row(goal);
  CsvReader reader(text);
  TableForm::Cells header;
  TableForm::Cells cells;
  Require(reader.Next(&header).ok() && reader.Next(&cells).ok() && reader.AtEnd(),
          "a table that was written is read");
  for (const auto& cell : cells) {
    const bool formula =
        !cell.text.empty() && std::string("=+@\t\r\n").find(cell.text[0]) != std::string::npos;
    Require(!formula, "no cell is a formula");
  }
  const auto layout = form.ReadHeader(header);
  Require(layout.ok(), "the header that was written is read");
  Goal same = goal;
  Require(form.Apply(*layout, cells, &same).empty(), "cells that were written are read");
  Require(MessageDifferencer::Equals(same, goal), "over itself a row changes nothing");
  Require(form.CheckServerSet(*layout, cells, goal).empty(), "and agrees with the server");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TableForm form(*lotse::engagement::ExchangeSchema().KindOf(Goal::descriptor()));
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!lotse::types::CheckCsvText(text).ok()) return 0;
  CsvReader reader(text);
  TableForm::Cells header;
  if (reader.AtEnd() || !reader.Next(&header).ok()) return 0;
  const auto layout = form.ReadHeader(header);
  if (!layout.ok()) return 0;
  TableForm::Cells cells;
  while (!reader.AtEnd()) {
    const CsvReader::Place place = reader.place();
    if (!reader.Next(&cells).ok()) return 0;
    Require(reader.place().offset > place.offset, "each record takes something");
    Goal goal;
    if (form.Apply(*layout, cells, &goal).empty()) RequireRoundTrip(form, goal);
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "name,title.variants,due_date,level\r\ng,\"[{\"\"language\"\":\"\"de\"\",\"\"text\"\":"
      "\"\"=1\"\"}]\",2026-01-02,LEVEL_ACTION\r\n",
      "\xef\xbb\xbfname;needs;parent_goal\ng;[];'=x\n"};
}

std::vector<std::string> FuzzTokens() {
  return {",",
          ";",
          "\"",
          "\"\"",
          "\r\n",
          "\n",
          "'",
          "=",
          "+",
          "-",
          "@",
          "name",
          "etag",
          "needs",
          "due_date",
          "version",
          "external_ids",
          "[]",
          "[1]",
          "{}",
          "2026-01-02",
          "{\"year\":2026}",
          "LEVEL_ACTION",
          "title.variants",
          "[{\"\"text\"\":\"\"x\"\"}]",
          "\xff",
          "true",
          "0"};
}
