#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/lss.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/limesurvey_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view xml(reinterpret_cast<const char*>(data), size);
  lotse::survey::RequirePromises(lotse::survey::ReadLss(xml));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      R"xml(<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>261</DBVersion>
<languages><language>de</language></languages>
<groups><rows><row><gid>1</gid><group_name>Eins</group_name><description>Text</description>
<language>de</language></row></rows></groups>
<questions><rows>
<row><qid>1</qid><gid>1</gid><type>L</type><title>A</title><question>&lt;b&gt;Was?&lt;/b&gt;
</question><other>Y</other><language>de</language></row>
<row><qid>2</qid><gid>1</gid><type>M</type><title>B</title><question>{A.shown} {if(A=="x",1,2)}
</question><relevance>9X1X1.NAOK == "x" and !is_empty(A)</relevance><language>de</language></row>
<row><qid>3</qid><gid>1</gid><type>:</type><title>C</title><question>Wie viele?</question>
<relevance>B_a == "Y" or count(that.B.NAOK) gt 1</relevance><language>de</language></row>
<row><qid>4</qid><gid>1</gid><type>*</type><title>D</title><question>{sum(C_r_k, 1)}</question>
<language>de</language></row></rows></questions>
<subquestions><rows>
<row><qid>5</qid><parent_qid>2</parent_qid><title>a</title><question>a</question></row>
<row><qid>6</qid><parent_qid>3</parent_qid><title>r</title><question>r</question></row>
<row><qid>7</qid><parent_qid>3</parent_qid><title>k</title><scale_id>1</scale_id></row>
</rows></subquestions>
<answers><rows><row><qid>1</qid><code>x</code><answer>X</answer><language>de</language></row>
</rows></answers>
<conditions><rows><row><qid>2</qid><cqid>1</cqid><cfieldname>9X1X1</cfieldname>
<method>==</method><value>x</value><scenario>1</scenario></row></rows></conditions>
<question_attributes><rows><row><qid>2</qid><attribute>max_answers</attribute><value>2</value></row>
</rows></question_attributes>
<defaultvalues><rows><row><qid>1</qid><sqid>0</sqid><defaultvalue>x</defaultvalue></row></rows>
</defaultvalues>
<surveys><rows><row><sid>9</sid><language>de</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>de</surveyls_language>
<surveyls_title>Titel</surveyls_title></row></rows></surveys_languagesettings></document>)xml",
      R"xml(<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<groups><rows><row><gid>1</gid></row></rows></groups>
<group_l10ns><rows><row><gid>1</gid><group_name>G</group_name><language>en</language></row></rows>
</group_l10ns><questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>1</type><title>A</title></row>
<row><qid>2</qid><parent_qid>1</parent_qid><title>s</title><relevance>A_s_0 == 1</relevance></row>
</rows></questions><question_l10ns><rows>
<row><qid>1</qid><question>Q</question><help>H</help><language>en</language></row>
<row><qid>2</qid><question>R</question><language>en</language></row></rows></question_l10ns>
<answers><rows><row><aid>1</aid><qid>1</qid><code>1</code><scale_id>0</scale_id></row>
<row><aid>2</aid><qid>1</qid><code>2</code><scale_id>1</scale_id></row></rows></answers>
<answer_l10ns><rows><row><aid>1</aid><answer>a</answer><language>en</language></row></rows>
</answer_l10ns><surveys><rows><row><language>en</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>en</surveyls_language>
<surveyls_title>T</surveyls_title></row></rows></surveys_languagesettings></document>)xml",
  };
}

// What the files are made of.
std::vector<std::string> FuzzTokens() {
  return {"<row>",
          "</row>",
          "<rows>",
          "</rows>",
          "<qid>",
          "<type>K</type>",
          "<type>F</type>",
          "<type>P</type>",
          "<type>;</type>",
          "<type>R</type>",
          "<other>Y</other>",
          "<preg>/^a|b$/i</preg>",
          "<![CDATA[",
          "]]>",
          "&#xD800;",
          "&lt;b&gt;",
          "\xFF",
          "{",
          "}",
          "{A}",
          ".NAOK",
          ".shown",
          "self",
          "that.",
          " and ",
          " || ",
          "!",
          "==",
          "is_empty(",
          "regexMatch('/a/', ",
          "9X1X",
          "'",
          "\"",
          "|",
          "-1",
          "0"};
}
