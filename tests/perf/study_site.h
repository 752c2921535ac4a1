#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "runtime/resource/store.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/material/study_store.h"
#include "services/survey/qualitative/material/text_rows.h"

namespace lotse::perf {

// Ends the program if something went wrong.
void EndUnlessOk(const absl::Status& status);

// A store of lotse-survey in a temporary folder, with a study and its files: focus groups of twelve
// with a text each, a codebook, and codings of several coders. It is filled past the rules. There
// is one more case, without a text, of people who are called B1 to B7. What cannot be done ends the
// program: there is nothing to measure then.
class StudySite {
 public:
  static constexpr char kStudy[] = "programmes/vopi/engagements/uster/studies/haus";
  // That without a text.
  static constexpr char kEmptyCase[] =
      "programmes/vopi/engagements/uster/studies/haus/cases/andere";
  // A word that one of the texts has, once.
  static constexpr char kRareWord[] = "Zaunkönig";

  // `input` is of coding_testing.h: its codes, texts, turns and codings are stored.
  explicit StudySite(const survey::qualitative::CorpusInput& input);
  ~StudySite();
  StudySite(const StudySite&) = delete;
  StudySite& operator=(const StudySite&) = delete;

  const std::string& folder() const { return folder_; }
  // The file of what was said.
  std::string MaterialPath() const;
  // The name of a code, by its id in the input.
  static std::string CodeName(const std::string& id);
  // How many code points all texts have.
  int64_t code_points() const { return code_points_; }

  // Calls a use case as somebody who may do everything.
  template <class Q, class R>
  R Call(absl::Status (*use_case)(resource::Store&, survey::qualitative::StudyStore&,
                                  const survey::OnBehalf&, const Q&, R*),
         const Q& q) {
    R r;
    EndUnlessOk(use_case(*store_, *studies_, caller_, q, &r));
    return r;
  }

  // A text as it is stored.
  survey::qualitative::StoredText Read(const std::string& text_id);
  // Changes the material.
  void Add(survey::qualitative::StudyFiles::Work work);

 private:
  void OpenStores();
  void MakeResources(const survey::qualitative::CorpusInput& input);
  void MakeMaterial(const survey::qualitative::CorpusInput& input);

  const std::string folder_;
  const survey::OnBehalf caller_;
  int64_t code_points_ = 0;
  std::unique_ptr<resource::Store> store_;
  std::unique_ptr<survey::qualitative::StudyStore> studies_;
};

}  // namespace lotse::perf
