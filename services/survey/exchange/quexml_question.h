#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/quexml_context.h"

namespace lotse::survey {

// Reads one <question> into the questions it stands for.
class QuexmlQuestionReader {
 public:
  // Appends to `section`. Both must outlive the reader.
  QuexmlQuestionReader(QuexmlContext* context, v1alpha::InstrumentSection* section)
      : context_(context), section_(section) {}

  // Reads `node`; what cannot be taken over becomes a finding.
  void Read(const pugi::xml_node& node);

 private:
  void CheckResponse(const pugi::xml_node& response);
  bool CheckCount(const pugi::xml_node& node, const std::string& code, absl::string_view what,
                  std::size_t count, std::size_t most);
  void ReadMatrix(const pugi::xml_node& node, const pugi::xml_node& response,
                  const std::string& text);
  void ReadMultipleChoice(const pugi::xml_node& node, const std::vector<pugi::xml_node>& responses,
                          const std::string& text);
  void ReadResponse(const pugi::xml_node& response, const std::string& text);
  void ReadSubQuestions(const pugi::xml_node& node, const pugi::xml_node& response,
                        const std::string& text);
  void ReadFree(const pugi::xml_node& variable, const pugi::xml_node& free,
                const std::string& text);
  void ReadLimits(const pugi::xml_node& free, v1alpha::Question* question);
  void ReadCategories(const pugi::xml_node& fixed, v1alpha::Question* question);
  void AddOption(const pugi::xml_node& category, const std::string& code,
                 v1alpha::Question* question);
  void ReadSkip(const pugi::xml_node& category, const v1alpha::Question& question,
                const std::string& option);
  void ReadContingent(const pugi::xml_node& parent, const v1alpha::Condition& condition,
                      bool of_matrix = false);
  void WarnOfFormat(const pugi::xml_node& node, const std::string& code, const std::string& format);
  v1alpha::Question* AddQuestion(const pugi::xml_node& node, const std::string& code,
                                 v1alpha::Question::Kind kind, const std::string& text);

  QuexmlContext* const context_;
  v1alpha::InstrumentSection* const section_;
};

}  // namespace lotse::survey
