#pragma once

#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/render/chart.h"
#include "services/reporting/render/read_back_testing.h"

namespace lotse::reporting {

// A chart with its table, to be filled by a test.
struct ChartSample {
  v1alpha::Chart chart;
  v1alpha::Table table;
  google::type::Date as_of;

  ChartSample(v1alpha::Chart::Form form, const std::vector<std::string>& columns) {
    chart.set_chart_id("c1");
    chart.set_alt_text("Kurz gesagt");
    chart.set_long_description("Ausführlich gesagt");
    chart.set_form(form);
    table.add_columns("Zeile");
    for (const std::string& column : columns) {
      table.add_columns(column);
      chart.add_columns(table.columns_size() - 1);
    }
  }

  // Draws it in German, and checks what holds for every form: a name and a description, no text
  // below 12 px, nothing outside of the drawing.
  pugi::xml_document Draw() const {
    MarkupWriter out;
    WriteSvgChart({chart, table, as_of, Language::kGerman}, out);
    pugi::xml_document xml = ParseXml(std::move(out).Finish());
    const pugi::xml_node svg = xml.child("svg");
    EXPECT_STREQ(svg.attribute("role").value(), "img");
    EXPECT_STREQ(svg.attribute("aria-labelledby").value(), "c1_title");
    EXPECT_STREQ(svg.attribute("aria-describedby").value(), "c1_desc");
    EXPECT_STREQ(xml.select_node("/svg/title[@id='c1_title']").node().text().get(), "Kurz gesagt");
    EXPECT_STREQ(xml.select_node("/svg/desc[@id='c1_desc']").node().text().get(),
                 "Ausführlich gesagt");
    for (const pugi::xpath_node& node : xml.select_nodes("//*[@font-size]")) {
      EXPECT_GE(node.node().attribute("font-size").as_int(), 12);
    }
    const int height = svg.attribute("height").as_int();
    for (const pugi::xpath_node& node : xml.select_nodes("//text")) {
      EXPECT_GT(node.node().attribute("y").as_int(), 0) << node.node().text().get();
      EXPECT_LT(node.node().attribute("y").as_int(), height) << node.node().text().get();
    }
    for (const pugi::xpath_node& node : xml.select_nodes("//rect[@x][@y]")) {
      EXPECT_LE(node.node().attribute("y").as_int() + node.node().attribute("height").as_int(),
                height);
    }
    return xml;
  }
};

// A share in tenths of a per cent.
inline v1alpha::Cell PerMilleCell(int per_mille) {
  return ShareCell(MakeShare(per_mille, 1000, per_mille));
}

// A day that exists.
inline google::type::Date MakeDay(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// A number in hundredths of nothing: `unscaled` with so many digits.
inline v1alpha::Number MakeNumber(int64_t unscaled, int digits = 0, const char* unit = "") {
  v1alpha::Number number;
  number.set_unscaled(unscaled);
  number.set_digits(digits);
  number.set_unit(unit);
  return number;
}

// The values of an attribute of the nodes at a path.
inline std::vector<std::string> ValuesOf(const pugi::xml_document& xml, const char* path,
                                         const char* attribute) {
  std::vector<std::string> out;
  for (const pugi::xpath_node& node : xml.select_nodes(path)) {
    out.push_back(node.node().attribute(attribute).value());
  }
  return out;
}

}  // namespace lotse::reporting
