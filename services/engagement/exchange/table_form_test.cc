#include "services/engagement/exchange/table_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/engagement/exchange/exchange_testing.h"
#include "services/engagement/exchange/table_cells.h"

namespace lotse::engagement {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;
using v1alpha::Engagement;
using v1alpha::Goal;
using v1alpha::Indicator;

template <class R>
TableForm FormOf() {
  return TableForm(*ExchangeSchema().KindOf(R::descriptor()));
}

template <class R>
R FromText(const char* text) {
  R resource;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &resource)) << text;
  return resource;
}

// What a file with one row says.
struct File {
  TableForm::Layout layout;
  TableForm::Cells cells;
};
File Read(const TableForm& form, const std::string& text) {
  File file;
  types::CsvReader reader(text);
  TableForm::Cells header;
  EXPECT_TRUE(reader.Next(&header).ok());
  EXPECT_TRUE(reader.Next(&file.cells).ok());
  const auto layout = form.ReadHeader(header);
  EXPECT_TRUE(layout.ok()) << layout.status();
  if (layout.ok()) file.layout = *layout;
  return file;
}

TEST(TableForm, CellsAreNoFormulas) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"Ziel", "Ziel"},
      {"=1+1", "'=1+1"},
      {"+49 30", "'+49 30"},
      {"-cmd|x", "'-cmd|x"},
      {"-", "'-"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "'\r=1"},
      {"\n=1", "'\n=1"},
      {"＝1", "'＝1"},
      {"'", "''"},
      {"'=1", "''=1"},
      {"-12", "-12"},
      {"-12.5", "-12.5"},
      {"-12.5.1", "'-12.5.1"},
      {"12.5", "12.5"},
      {" =1", " =1"},
  };
  for (const auto& [text, cell] : cases) {
    EXPECT_EQ(SafeCell(text), cell);
    EXPECT_EQ(ReadCell(SafeCell(text)), text);
  }
}

TEST(TableForm, ColumnsAreFieldsByTheirPaths) {
  const TableForm form = FormOf<Indicator>();
  std::map<std::string, TableForm::Role> roles;
  for (const auto& column : form.columns()) {
    EXPECT_TRUE(roles.emplace(column.path, column.role).second) << column.path;
  }
  EXPECT_EQ(roles.at("name"), TableForm::Role::kName);
  EXPECT_EQ(roles.at("etag"), TableForm::Role::kEtag);
  EXPECT_EQ(roles.at("create_time"), TableForm::Role::kTime);
  EXPECT_EQ(roles.at("title.variants"), TableForm::Role::kContent);
  EXPECT_EQ(roles.at("definition.unit.variants"), TableForm::Role::kContent);
  EXPECT_EQ(roles.at("definition.value_type"), TableForm::Role::kContent);
  EXPECT_EQ(roles.count("definition"), 0u);
}

TEST(TableForm, WhatIsWrittenIsReadUnchanged) {
  const TableForm form = FormOf<Engagement>();
  const auto engagement = FromText<Engagement>(R"(
      name: "programmes/p/engagements/e" etag: "3"
      title { variants { language: "de" text: "=1+1;\"a\",\nb" } variants { language: "en" text: "x" } }
      administration: "administrations/a"
      start_date { year: 2026 month: 3 day: 1 } end_date { year: 2027 month: 2 day: 28 }
      create_time { seconds: 1784844000 nanos: 120000000 })");
  const std::string text = form.Header() + form.Row(engagement);
  EXPECT_THAT(text, HasSubstr("2026-03-01"));
  EXPECT_THAT(text, HasSubstr("2026-07-23T22:00:00.120Z"));
  const File file = Read(form, text);
  EXPECT_EQ(form.NameIn(file.layout, file.cells), engagement.name());
  EXPECT_EQ(form.EtagIn(file.layout, file.cells), "3");
  // Over nothing: all that a caller sets.
  Engagement made;
  EXPECT_TRUE(form.Apply(file.layout, file.cells, &made).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(made.title(), engagement.title())) << made.DebugString();
  EXPECT_TRUE(MessageDifferencer::Equals(made.start_date(), engagement.start_date()));
  EXPECT_EQ(made.administration(), engagement.administration());
  EXPECT_FALSE(made.has_create_time());
  // Over itself: nothing.
  Engagement same = engagement;
  EXPECT_TRUE(form.Apply(file.layout, file.cells, &same).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(same, engagement)) << same.DebugString();
  EXPECT_TRUE(form.CheckServerSet(file.layout, file.cells, engagement).empty());
}

TEST(TableForm, AnEmptyMessageThatIsThereStays) {
  const TableForm form = FormOf<Goal>();
  auto goal = FromText<Goal>(R"(name: "programmes/p/engagements/e/goals/g")");
  goal.mutable_title();
  goal.mutable_due_date();
  const File file = Read(form, form.Header() + form.Row(goal));
  Goal same = goal;
  EXPECT_TRUE(form.Apply(file.layout, file.cells, &same).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(same, goal)) << same.DebugString();
}

TEST(TableForm, OnlyColumnsThatAreThereCount) {
  const TableForm form = FormOf<Goal>();
  auto goal = FromText<Goal>(R"(name: "programmes/p/engagements/e/goals/g" level: LEVEL_ACTION
                                due_date { year: 2026 month: 1 day: 2 })");
  const File file = Read(form, "\xef\xbb\xbfname;due_date\ng;2026-12-31\n");
  EXPECT_TRUE(form.Apply(file.layout, file.cells, &goal).empty());
  EXPECT_EQ(goal.due_date().month(), 12);
  EXPECT_EQ(goal.level(), Goal::LEVEL_ACTION);
  const File cleared = Read(form, "name,due_date\ng,\n");
  EXPECT_TRUE(form.Apply(cleared.layout, cleared.cells, &goal).empty());
  EXPECT_FALSE(goal.has_due_date());
}

TEST(TableForm, CellsThatCannotBeReadAreSaidWithTheirField) {
  const TableForm form = FormOf<Goal>();
  const std::pair<const char*, const char*> cases[] = {
      {"due_date", "31.12.2026"},
      {"due_date", "2026-1-1"},
      {"level", "ACTION"},
      {"title.variants", "Titel"},
      {"title.variants", "[],\"state\":\"STATE_ADOPTED\""},
      {"needs", "programmes/p"},
  };
  for (const auto& [column, cell] : cases) {
    std::string text = absl::StrCat("name,", column, "\r\n");
    types::AppendCsvRecord({"g", cell}, &text);
    const File file = Read(form, text);
    Goal goal;
    const auto violations = form.Apply(file.layout, file.cells, &goal);
    ASSERT_EQ(violations.size(), 1u) << column << " " << cell;
    EXPECT_EQ(violations[0].field, absl::StrCat("goal.", column));
    EXPECT_EQ(goal.ByteSizeLong(), 0u) << goal.DebugString();
  }
  const File few = Read(form, "name,due_date,level\ng,2026-12-31\n");
  Goal goal;
  EXPECT_EQ(form.Apply(few.layout, few.cells, &goal)[0].field, "row");
}

TEST(TableForm, WhatOnlyTheServerSetsIsCompared) {
  const TableForm form = FormOf<Goal>();
  const auto goal = FromText<Goal>(R"(state: STATE_DRAFT)");
  File file = Read(form, "name,state\ng,STATE_ADOPTED\n");
  const auto violations = form.CheckServerSet(file.layout, file.cells, goal);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "goal.state");
  for (const char* same : {"STATE_DRAFT", ""}) {
    file = Read(form, absl::StrCat("name,state\ng,", same, "\n"));
    EXPECT_TRUE(form.CheckServerSet(file.layout, file.cells, goal).empty()) << same;
  }
}

TEST(TableForm, Headers) {
  const TableForm form = FormOf<Goal>();
  const std::pair<std::vector<types::CsvField>, const char*> cases[] = {
      {{{"name", 1}, {"due_date", 1}}, ""},
      {{{" name ", 1}}, ""},
      {{{"due_date", 1}}, "this column is missing"},
      {{{"name", 1}, {"name", 1}}, "this column is there twice"},
      {{{"name", 1}, {"titel", 1}}, "column 2 is called like no field of the kind"},
  };
  for (const auto& [header, what] : cases) {
    EXPECT_THAT(std::string(form.ReadHeader(header).status().message()), HasSubstr(what));
  }
}

}  // namespace
}  // namespace lotse::engagement
